package mm.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mm.api.AddressRange;
import mm.api.Attachment;
import mm.machine.Advice;
import mm.machine.MapRequest;
import mm.machine.OomChoice;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;

/** One thread of load: processes of its own and a part in one that all share. */
final class Traffic implements Runnable {
  private static final int PAGES = 64;
  private static final long LENGTH = PAGES * (long) AddressRange.PAGE_SIZE;
  private static final int LIFE = 4000;

  private final World world;
  private final Ledger ledger;
  private final Arena shared;
  private final Random random;
  private final Map<String, Long> goneSince = new HashMap<>();
  private volatile boolean stopped;

  /** A process with some memory. */
  record Arena(UserProcess process, long base) {
    static Arena in(World world, String name) {
      UserProcess process = world.machine().spawn(name);
      process.adjustOomScore(OomChoice.NEVER);
      return new Arena(process, process.mmap(MapRequest.anonymous(LENGTH)));
    }
  }

  Traffic(World world, Ledger ledger, Arena shared, long seed) {
    this.world = world;
    this.ledger = ledger;
    this.shared = shared;
    random = new Random(seed);
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
        step(random.nextInt(4) == 0 ? shared : own);
      }
    } finally {
      own.process().exit();
    }
  }

  private void step(Arena arena) {
    int choice = random.nextInt(200);
    if (choice < 140) {
      use(arena.process(), address(arena, page()));
    } else if (choice < 170) {
      arena.process().touch(address(arena, page()), Access.WRITE);
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
      access(all.get(random.nextInt(all.size())), address);
    }
  }

  private void access(Attachment attachment, long address) {
    long absence = ledger.absence();
    AccessOutcome outcome =
        attachment.access(address, random.nextBoolean() ? Access.READ : Access.WRITE);
    if (outcome == AccessOutcome.DETACHED && attachment.space().released()) {
      return;
    }
    ledger.count(outcome, absence);
    measureGap(attachment.driver(), outcome, absence);
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
      process.madvise(address, length, Advice.DONTNEED);
    } else if (choice < 188) {
      process.munmap(address, length);
      process.mmap(MapRequest.anonymous(length).at(address, Placement.FIXED));
    } else if (choice < 194) {
      process.mprotect(address, length, Protection.R);
      process.mprotect(address, length, Protection.RW);
    } else {
      process.madvise(address, length, Advice.PAGEOUT);
    }
  }

  private void rare(Arena arena, int choice) {
    switch (choice) {
      case 197 -> fork(arena);
      case 198 -> world.machine().reclaim(16);
      default -> outOfMemory();
    }
  }

  private void fork(Arena arena) {
    UserProcess child = arena.process().fork("child");
    try {
      use(child, address(arena, page()));
      child.touch(address(arena, page()), Access.WRITE);
      use(child, address(arena, page()));
    } finally {
      child.exit();
    }
  }

  /** A victim is killed, and its memory reaped while its devices still use it. */
  private void outOfMemory() {
    synchronized (world) { // one reaper
      UserProcess victim = world.machine().spawn("victim");
      long base = victim.mmap(MapRequest.anonymous(LENGTH));
      for (int i = 0; i < PAGES; i += 8) {
        use(victim, base + i * (long) AddressRange.PAGE_SIZE);
      }
      world.reaper().kill();
      world.reaper().run();
      victim.exit();
    }
  }
}
