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
  private static final int RECLAIMED = 16;

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
      UserProcess process = spawned(world, name);
      process.proc().adjustOomScore(OomChoice.NEVER);
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

  private static UserProcess spawned(World world, String kind) {
    String name = world.chronicle().name(kind);
    world.chronicle().beginning(name);
    return world.machine().spawn(name);
  }

  /** Nobody else knows the place yet, so it may be told of afterwards. */
  private static long mapped(World world, UserProcess process) {
    long base = process.mmap(MapRequest.anonymous(LENGTH));
    world.chronicle().doing(process, name -> mapping(name, base, LENGTH), () -> {});
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

  /** Something that threads do to one process is told apart by their names. */
  private ScriptStep by(UserProcess process, ScriptStep step) {
    return process == shared.process()
        ? step.with("thread", Thread.currentThread().getName())
        : step;
  }

  private void range(Stretch on, String op, Map<String, String> more, Runnable what) {
    Chronicle.Making step =
        name -> {
          ScriptStep made = ScriptStep.of(op, name).at(on.address).with("bytes", on.length);
          more.forEach(made::with);
          return by(on.process, made);
        };
    world.chronicle().doing(on.process, step, what);
  }

  /** Pages of a process. */
  private record Stretch(UserProcess process, long address, long length) {
    void madvise(Advice advice) {
      process.madvise(address, length, advice);
    }

    void mprotect(Protection protection) {
      process.mprotect(address, length, protection);
    }

    void munmap() {
      process.munmap(address, length);
    }

    void map() {
      process.mmap(MapRequest.anonymous(length).at(address, Placement.FIXED));
    }
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
    world.look(core);
    world.chronicle().forgotten(process);
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
    world
        .chronicle()
        .doing(
            process,
            name -> by(process, ScriptStep.touch("touch", name, address, "write")),
            () -> process.touch(address, Access.WRITE));
  }

  private void access(UserProcess process, Attachment attachment, long address) {
    long absence = ledger.absence();
    Access access = random.nextBoolean() ? Access.READ : Access.WRITE;
    AccessOutcome outcome =
        world
            .chronicle()
            .doing(
                process,
                name -> accessing(process, name, attachment, address, access),
                () -> attachment.access(address, access));
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
    world
        .chronicle()
        .doing(process, name -> accessing(process, name, attachment, address, access), () -> {});
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
    long length = count * (long) AddressRange.PAGE_SIZE;
    Stretch on = new Stretch(arena.process(), address(arena, first), length);
    if (choice < 182) {
      advise(on, Advice.DONTNEED);
    } else if (choice < 188) {
      range(on, "munmap", Map.of(), on::munmap);
      Chronicle.Making mapping = name -> by(on.process, mapping(name, on.address, length));
      world.chronicle().doing(on.process, mapping, on::map);
    } else if (choice < 194) {
      range(on, "mprotect", Map.of("prot", "r"), () -> on.mprotect(Protection.R));
      range(on, "mprotect", Map.of("prot", "rw"), () -> on.mprotect(Protection.RW));
    } else {
      advise(on, Advice.PAGEOUT);
    }
  }

  private void advise(Stretch on, Advice advice) {
    range(on, "madvise", Map.of("advice", advice.name()), () -> on.madvise(advice));
  }

  private void rare(Arena arena, int choice) {
    switch (choice) {
      case 197 -> fork(arena);
      case 198 -> reclaim();
      default -> outOfMemory();
    }
  }

  /** From whomever the pages are. */
  private void reclaim() {
    Chronicle.Everywhere reclaiming = world.chronicle().everywhere(Traffic::reclaiming);
    try {
      world.machine().reclaim(RECLAIMED);
    } finally {
      reclaiming.over();
    }
  }

  private static ScriptStep reclaiming() {
    return ScriptStep.of("background_reclaim").with("pages", (long) RECLAIMED);
  }

  private void fork(Arena arena) {
    String name = world.chronicle().name("child");
    UserProcess child = world.chronicle().forking(arena.process(), name);
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
      UserProcess victim = spawned(world, "victim");
      long base = mapped(world, victim);
      for (int i = 0; i < PAGES; i += 8) {
        use(victim, base + i * (long) AddressRange.PAGE_SIZE);
      }
      world.chronicle().doing(victim, name -> ScriptStep.of("oom_kill"), this::killAndReap);
      end(victim);
    }
  }

  private void killAndReap() {
    world.reaper().kill();
    world.reaper().run();
  }
}
