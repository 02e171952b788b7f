package mm.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import mm.api.AddressRange;
import mm.api.Attachment;
import mm.api.NotifierCore;
import mm.machine.Advice;
import mm.machine.MapRequest;
import mm.machine.OomChoice;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.UserProcess;
import mm.report.ScriptStep;
import mm.report.ViolationScript.Cause;
import mm.spi.Access;
import mm.spi.AccessOutcome;

/** One thread of load: processes of its own and a part in one that all share. */
final class Traffic implements Runnable {
  private static final int PAGES = 64;
  private static final long LENGTH = PAGES * (long) AddressRange.PAGE_SIZE;
  private static final int LIFE = 4000;
  private static final int EACH_LOOK = 64;

  private final World world;
  private final Ledger ledger;
  private final Arena shared;
  private final Random random;
  private final Supplier<NotifierCore> core;
  private final Map<String, Long> goneSince = new HashMap<>();
  private volatile boolean stopped;

  /** A process with some memory. */
  record Arena(UserProcess process, long base) {
    static Arena in(World world, String name) {
      UserProcess process = world.machine().spawn(world.chronicle().name(name));
      world.chronicle().began(process);
      process.adjustOomScore(OomChoice.NEVER);
      return new Arena(process, mapped(world, process));
    }
  }

  Traffic(World world, Ledger ledger, Supplier<NotifierCore> core, Arena shared, long seed) {
    this.world = world;
    this.core = core;
    this.ledger = ledger;
    this.shared = shared;
    random = new Random(seed);
  }

  private static long mapped(World world, UserProcess process) {
    long base = process.mmap(MapRequest.anonymous(LENGTH));
    world.chronicle().did(process, name -> mapping(name, base, LENGTH));
    return base;
  }

  private static ScriptStep mapping(String process, long address, long length) {
    return ScriptStep.of("mmap", process)
        .at(address)
        .with("pages", ScriptStep.pages(length))
        .with("kind", "anon")
        .with("sharing", "private")
        .with("prot", "rw")
        .with("fixed", "replace");
  }

  private void did(UserProcess process, Chronicle.Making step) {
    world.chronicle().did(process, step);
  }

  /** Something that threads do to one process is told apart by their names. */
  private ScriptStep by(UserProcess process, ScriptStep step) {
    return process == shared.process()
        ? step.with("thread", Thread.currentThread().getName())
        : step;
  }

  private void range(UserProcess process, String op, long address, long length, String... more) {
    did(
        process,
        name -> {
          ScriptStep step = ScriptStep.of(op, name).at(address).with("bytes", length);
          return by(process, more.length == 0 ? step : step.with(more[0], more[1]));
        });
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        live();
      } catch (RuntimeException | LinkageError e) {
        ledger.error(e);
      }
    }
  }

  private void live() {
    Arena own = Arena.in(world, "own");
    try {
      for (int i = 0; i < LIFE && !stopped; i++) {
        Arena arena = random.nextInt(4) == 0 ? shared : own;
        measured(() -> step(arena));
        look(i);
      }
    } catch (RuntimeException | LinkageError e) {
      world.chronicle().broke(own.process().name(), new Cause(Cause.FAILURE, "", "", e.toString()));
      throw e;
    } finally {
      measured(() -> end(own.process()));
    }
  }

  /** Sections begin and end inside of an operation, so none takes longer than the longest. */
  private void measured(Runnable operation) {
    long began = System.nanoTime();
    try {
      operation.run();
    } finally {
      ledger.longestOperation.accumulate(System.nanoTime() - began);
    }
  }

  /** A look at violations costs as much as some steps. */
  private void look(int step) {
    if (step % EACH_LOOK == 0) {
      world.look(core);
    }
  }

  private void end(UserProcess process) {
    world.chronicle().ending(process);
    process.exit();
    world.look(core);
    world.chronicle().ended(process);
  }

  private void step(Arena arena) {
    int choice = random.nextInt(200);
    if (choice < 140) {
      use(arena.process(), address(arena, page()));
    } else if (choice < 170) {
      touch(arena.process(), address(arena, page()));
    } else if (choice < 197) {
      change(arena, choice);
    } else if (arena != shared) {
      rare(arena, choice);
    }
  }

  private int page() {
    return random.nextInt(PAGES);
  }

  private static long address(Arena arena, int page) {
    return arena.base() + page * (long) AddressRange.PAGE_SIZE;
  }

  private void use(UserProcess process, long address) {
    List<Attachment> all = world.of(process);
    if (!all.isEmpty()) {
      access(process, all.get(random.nextInt(all.size())), address);
    }
  }

  private void touch(UserProcess process, long address) {
    did(process, name -> by(process, ScriptStep.touch("touch", name, address, "write")));
    process.touch(address, Access.WRITE);
  }

  private void access(UserProcess process, Attachment attachment, long address) {
    long absence = ledger.absence();
    Access access = random.nextBoolean() ? Access.READ : Access.WRITE;
    did(process, name -> accessing(process, name, attachment, address, access));
    AccessOutcome outcome = attachment.access(address, access);
    if (outcome == AccessOutcome.DETACHED && attachment.space().released()) {
      return;
    }
    ledger.count(outcome, absence);
    measureGap(attachment.driver(), outcome, absence);
    if (outcome == AccessOutcome.DETACHED && !ledger.isAnnounced(absence)) {
      gap(process, attachment, address, access);
    }
  }

  private ScriptStep accessing(
      UserProcess process, String name, Attachment attachment, long address, Access access) {
    String word = access == Access.WRITE ? "write" : "read";
    return by(process, ScriptStep.touch("driver_touch", name, address, word))
        .with("driver", attachment.driver());
  }

  /** By now it is told what has taken the driver away: so once more. */
  private void gap(UserProcess process, Attachment attachment, long address, Access access) {
    did(process, name -> accessing(process, name, attachment, address, access));
    String text = String.format("nobody served an access of 0x%x in %s", address, process.name());
    world
        .chronicle()
        .broke(process.name(), new Cause(Cause.GAP, "R4.5", attachment.driver(), text));
  }

  private void measureGap(String driver, AccessOutcome outcome, long absence) {
    if (outcome != AccessOutcome.DETACHED || ledger.isAnnounced(absence)) {
      Long since = goneSince.remove(driver);
      if (since != null) {
        ledger.longestGap.accumulate(System.nanoTime() - since);
      }
    } else {
      goneSince.putIfAbsent(driver, System.nanoTime());
    }
  }

  private void change(Arena arena, int choice) {
    int first = page();
    int count = 1 + random.nextInt(PAGES - first);
    long address = address(arena, first);
    long length = count * (long) AddressRange.PAGE_SIZE;
    UserProcess process = arena.process();
    if (choice < 182) {
      range(process, "madvise", address, length, "advice", "DONTNEED");
      process.madvise(address, length, Advice.DONTNEED);
    } else if (choice < 188) {
      range(process, "munmap", address, length);
      process.munmap(address, length);
      did(process, name -> by(process, mapping(name, address, length)));
      process.mmap(MapRequest.anonymous(length).at(address, Placement.FIXED));
    } else if (choice < 194) {
      range(process, "mprotect", address, length, "prot", "r");
      process.mprotect(address, length, Protection.R);
      range(process, "mprotect", address, length, "prot", "rw");
      process.mprotect(address, length, Protection.RW);
    } else {
      range(process, "madvise", address, length, "advice", "PAGEOUT");
      process.madvise(address, length, Advice.PAGEOUT);
    }
  }

  private void rare(Arena arena, int choice) {
    switch (choice) {
      case 197 -> fork(arena);
      case 198 -> {
        did(arena.process(), name -> ScriptStep.of("background_reclaim").with("pages", 16L));
        world.machine().reclaim(16);
      }
      default -> outOfMemory();
    }
  }

  private void fork(Arena arena) {
    String name = world.chronicle().name("child");
    world.chronicle().forking(arena.process(), name);
    UserProcess child = arena.process().fork(name);
    try {
      use(child, address(arena, page()));
      touch(child, address(arena, page()));
      use(child, address(arena, page()));
    } finally {
      end(child);
    }
  }

  /** A victim is killed, and its memory reaped while its devices still use it. */
  private void outOfMemory() {
    synchronized (world) { // one reaper
      UserProcess victim = world.machine().spawn(world.chronicle().name("victim"));
      world.chronicle().began(victim);
      long base = mapped(world, victim);
      for (int i = 0; i < PAGES; i += 8) {
        use(victim, base + i * (long) AddressRange.PAGE_SIZE);
      }
      did(victim, name -> ScriptStep.of("oom_kill"));
      world.reaper().kill();
      world.reaper().run();
      end(victim);
    }
  }
}
