package mm.tck.zoo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DriverContext;
import mm.spi.Mutex;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;

/** A count, a sequence and a table under one lock; each flaw is one place in it. */
class PairedModel extends ZooDevice {
  private final PairedFlaw flaw;
  private final List<PairedModel> others;
  private final SpinLock lock;
  private final Mutex mutex;
  private final WaitQueue queue;
  private final TreeMap<Long, Page> remembered;
  private final Map<Long, PairedModel> users;
  private final List<AddressRange> ranges = new ArrayList<>();
  private final Set<Thread> flags = new HashSet<>();
  private Thread last;
  private int depthOfLast;
  private int active;
  private long sequence;
  private boolean shut;
  private volatile boolean releasing;

  PairedModel(PairedFlaw flaw, DriverContext context, List<PairedModel> others) {
    super(context);
    this.flaw = flaw;
    this.others = others;
    remembered = others.isEmpty() ? new TreeMap<>() : others.get(0).remembered;
    users = others.isEmpty() ? new ConcurrentHashMap<>() : others.get(0).users;
    lock = context.spinLock("table");
    mutex = context.mutex("mutex");
    queue = context.waitQueue("queue");
  }

  void start(InvalidationRange range) {
    misbehave(range);
    lock.lock();
    try {
      int gone = drops(range) ? drop(range.start(), range.end()) : 0;
      sequence++;
      depthOfLast = last == Thread.currentThread() ? depthOfLast + 1 : 1;
      last = Thread.currentThread();
      flags.add(last);
      active += flaw == PairedFlaw.PREDICATE_DRIFT && gone == 0 ? 0 : 1;
      ranges.add(new AddressRange(range.start(), range.end()));
      shut |= flaw == PairedFlaw.CLOSES_AFTER_HOLE && range.end() == AddressRange.TOP;
    } finally {
      lock.unlock();
    }
  }

  private void misbehave(InvalidationRange range) {
    switch (flaw) {
      case TAKES_MUTEX -> {
        if (range.blocking() == Blocking.FORBIDDEN) {
          mutex.lock();
          mutex.unlock();
        }
      }
      case STARTS_OPERATION -> range.space().begin(InvalidationEvent.CLEAR, 0, 4096);
      case ALLOCATES -> context.pages().fault(range.start(), Access.READ);
      case SLEEPS_BEHIND_PORTS -> {
        if (range.blocking() == Blocking.FORBIDDEN) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        }
      }
      case THROWS -> {
        if (range.start() == 0) {
          throw new IllegalArgumentException("too large");
        }
      }
      default -> {}
    }
  }

  private boolean drops(InvalidationRange range) {
    return switch (flaw) {
      case KEEPS_PROTECTION -> range.event() != InvalidationEvent.PROTECTION_PAGE;
      case KEEPS_MIGRATED -> range.event() != InvalidationEvent.EXCLUSIVE;
      case OVERFLOWS -> (int) ((range.end() - range.start()) >>> 12) > 0;
      default -> true;
    };
  }

  @Override
  int drop(long start, long end) {
    if (pins() && !releasing) {
      table.subMap(start, end).values().forEach(each -> context.pages().unpin(each.frame()));
    }
    int gone = oneUser() ? dropOwn(start, end) : super.drop(start, end);
    dropped -= flaw == PairedFlaw.MISCOUNTS ? gone : 0;
    return gone;
  }

  private boolean oneUser() {
    return flaw == PairedFlaw.ONE_USER_PER_FRAME && !frozen;
  }

  /** Whatever the reverse map leads to, which may be another's. */
  private int dropOwn(long start, long end) {
    int before = table.size();
    table.subMap(start, end).values().removeIf(each -> users.get(each.frame()) == this);
    dropped += before - table.size();
    return before - table.size();
  }

  @Override
  AccessOutcome enter(long page, Page found) {
    users.put(found.frame(), this);
    return super.enter(page, found);
  }

  private boolean pins() {
    return flaw == PairedFlaw.LEAKS_PIN_AT_RELEASE;
  }

  @Override
  void lock() {
    lock.lock();
  }

  @Override
  void unlock() {
    lock.unlock();
  }

  void end(InvalidationRange range) {
    lock.lock();
    try {
      flags.remove(Thread.currentThread());
      ranges.remove(new AddressRange(range.start(), range.end()));
      sequence++; // a look-up inside of the section may have seen the page that went with it
      boolean ignored =
          flaw == PairedFlaw.NO_END_OF_FORBIDDEN && range.blocking() == Blocking.FORBIDDEN
              || flaw == PairedFlaw.PREDICATE_DRIFT;
      active -= ignored ? 0 : 1;
      depthOfLast -= last == Thread.currentThread() ? 1 : 0;
    } finally {
      lock.unlock();
    }
    queue.wakeAll();
  }

  /** A number that every section changes, and none that is the same while one is open. */
  final long quietSequence() {
    return active > 0 ? -1 - sequence : sequence;
  }

  private boolean open() {
    return switch (flaw) {
      case MAKES_INSIDE -> false;
      case FLAG_PER_THREAD -> !flags.isEmpty();
      case LAST_THREAD -> depthOfLast > 0;
      default -> active > 0;
    };
  }

  void release() {
    releasing = pins();
    if (flaw == PairedFlaw.KEEPS_AT_RELEASE) {
      frozen = true;
    } else {
      freeze();
    }
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -4096;
    if (flaw == PairedFlaw.ACCESS_OUT_OF_MEMORY) {
      throw new OutOfMemoryError("of the card");
    }
    if (flaw == PairedFlaw.ACCESS_HANGS) {
      queue.await(() -> false, TimeUnit.MINUTES.toNanos(1));
    }
    if (flaw == PairedFlaw.WAITS_FOR_EVER || flaw == PairedFlaw.WAITS_FOR_OTHERS && !told(page)) {
      queue.await(() -> active == 0 || frozen, TimeUnit.MINUTES.toNanos(1));
    }
    if (shut || flaw == PairedFlaw.NEVER_SERVES_HIGH_PAGES && page >= 0x1000_F000L) {
      return AccessOutcome.BUSY;
    }
    lock.lock();
    long noted = sequence;
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (table.containsKey(page)) {
        return AccessOutcome.HIT;
      }
      if (flaw == PairedFlaw.WAITS_UNDER_SPIN_LOCK) {
        queue.await(() -> true, 1);
      }
      if (flaw == PairedFlaw.REMEMBERS_PAGES && others.size() > 1 && remembered.containsKey(page)) {
        return enter(page, remembered.get(page));
      }
    } finally {
      lock.unlock();
    }
    return fault(page, access, noted);
  }

  private AccessOutcome fault(long page, Access access, long noted) {
    Page found = look(page, access);
    if (!found.isPresent()) {
      return found.failure();
    }
    if (flaw == PairedFlaw.CHECKS_BEFORE_IT_LOCKS) {
      return collidedSince(noted) ? AccessOutcome.BUSY : enterLocked(page, found);
    }
    lock.lock();
    try {
      boolean collided = flaw != PairedFlaw.NO_SEQUENCE && sequence != noted;
      if (frozen || collided || open()) {
        if (pins()) {
          context.pages().unpin(found.frame());
        }
        return frozen ? AccessOutcome.DETACHED : AccessOutcome.BUSY;
      }
      remembered.put(page, found);
      if (pins()) {
        drop(page, page + AddressRange.PAGE_SIZE); // and with it the pin of the page before
      }
      return enter(page, found);
    } finally {
      lock.unlock();
    }
  }

  private DriverContext knownByName() {
    return others.stream()
        .map(each -> each.context)
        .filter(each -> each.space().name().equals(context.space().name()))
        .filter(each -> each.space() != context.space())
        .findFirst()
        .orElse(context);
  }

  private boolean collidedSince(long noted) {
    lock.lock();
    try {
      return sequence != noted || open();
    } finally {
      lock.unlock();
    }
  }

  private AccessOutcome enterLocked(long page, Page found) {
    lock.lock();
    try {
      return enter(page, found);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a page is in a section that is open. */
  private boolean told(long page) {
    lock.lock();
    try {
      return ranges.stream().anyMatch(each -> each.overlaps(page, page + AddressRange.PAGE_SIZE));
    } finally {
      lock.unlock();
    }
  }

  private Page look(long page, Access access) {
    if (flaw == PairedFlaw.BOUND_TO_FIRST_SPACE) {
      Page own = context.pages().fault(page, access);
      return own.isPresent() ? others.get(0).context.pages().fault(page, access) : own;
    }
    if (flaw == PairedFlaw.KNOWS_PROCESSES_BY_NAME) {
      return knownByName().pages().fault(page, access);
    }
    if (flaw == PairedFlaw.ASSUMES_WRITABLE) {
      Page own = context.pages().fault(page, access);
      return own.isPresent() ? Page.present(own.frame(), Access.WRITE) : own;
    }
    if (flaw == PairedFlaw.LEAKS_PIN || pins()) {
      return context.pages().pin(page, access);
    }
    if (flaw != PairedFlaw.LOCK_OVER_FAULT) {
      return context.pages().fault(page, access);
    }
    lock.lock();
    try {
      return context.pages().fault(page, access);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void quiesce() {
    if (flaw == PairedFlaw.CLOSE_DEADLOCKS) {
      awaitUnderTheLock();
    }
    if (flaw == PairedFlaw.SERVES_QUIESCED) {
      return; // detach freezes
    }
    freeze();
    if (flaw == PairedFlaw.FREEZES_OTHERS) {
      others.stream()
          .filter(each -> each.context.space() == context.space())
          .forEach(PairedModel::freeze);
    }
  }

  private void awaitUnderTheLock() {
    lock.lock();
    try {
      if (active > 0) {
        queue.await(() -> active == 0, TimeUnit.MINUTES.toNanos(1));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void detach() {
    freeze();
    while (flaw == PairedFlaw.DETACH_HANGS) {
      queue.await(() -> false, TimeUnit.MINUTES.toNanos(1));
    }
  }
}
