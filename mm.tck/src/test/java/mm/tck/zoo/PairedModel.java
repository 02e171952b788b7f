package mm.tck.zoo;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Mutex;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.TranslationVisitor;
import mm.spi.WaitQueue;

/** A count, a sequence and a table under one lock; each flaw is one place in it. */
final class PairedModel implements Device {
  private final PairedFlaw flaw;
  private final DriverContext context;
  private final List<PairedModel> others;
  private final SpinLock lock;
  private final Mutex mutex;
  private final WaitQueue queue;
  private final TreeMap<Long, Page> table = new TreeMap<>();
  private final TreeMap<Long, Page> remembered;
  private final Set<Thread> flags = new HashSet<>();
  private Thread last;
  private int depthOfLast;
  private int active;
  private long sequence;
  private long made;
  private long dropped;
  private boolean frozen;
  private boolean shut;

  PairedModel(PairedFlaw flaw, DriverContext context, List<PairedModel> others) {
    this.flaw = flaw;
    this.context = context;
    this.others = others;
    remembered = others.isEmpty() ? new TreeMap<>() : others.get(0).remembered;
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

  private int drop(long start, long end) {
    Map<Long, Page> hit = table.subMap(start, end);
    int gone = hit.size();
    hit.clear();
    dropped += flaw == PairedFlaw.MISCOUNTS ? 0 : gone;
    return gone;
  }

  void end(InvalidationRange range) {
    lock.lock();
    try {
      flags.remove(Thread.currentThread());
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

  private boolean open() {
    return switch (flaw) {
      case MAKES_INSIDE -> false;
      case FLAG_PER_THREAD -> !flags.isEmpty();
      case LAST_THREAD -> depthOfLast > 0;
      default -> active > 0;
    };
  }

  void release() {
    if (flaw == PairedFlaw.KEEPS_AT_RELEASE) {
      frozen = true;
    } else {
      freeze();
    }
  }

  void freeze() {
    lock.lock();
    try {
      frozen = true;
      drop(0, AddressRange.TOP);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -4096;
    if (flaw == PairedFlaw.WAITS_FOR_EVER) {
      while (!queue.await(() -> active == 0 || frozen, TimeUnit.SECONDS.toNanos(1))) {
        Thread.onSpinWait();
      }
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
        table.put(page, remembered.get(page));
        made++;
        return AccessOutcome.MADE;
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
    lock.lock();
    try {
      boolean collided = flaw != PairedFlaw.NO_SEQUENCE && sequence != noted;
      if (frozen || collided || open()) {
        return frozen ? AccessOutcome.DETACHED : AccessOutcome.BUSY;
      }
      dropped += table.put(page, found) == null ? 0 : 1;
      remembered.put(page, found);
      made++;
      return AccessOutcome.MADE;
    } finally {
      lock.unlock();
    }
  }

  private Page look(long page, Access access) {
    if (flaw == PairedFlaw.LEAKS_PIN) {
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
  public void translations(AddressRange range, TranslationVisitor visitor) {
    TreeMap<Long, Page> copy;
    lock.lock();
    try {
      copy = new TreeMap<>(table.subMap(range.start(), range.end()));
    } finally {
      lock.unlock();
    }
    copy.forEach((address, page) -> visitor.visit(address, page.frame(), page.rights()));
  }

  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(table.size(), made, dropped, 0, 0, 0);
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
      others.forEach(PairedModel::freeze);
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
      queue.await(() -> false, TimeUnit.SECONDS.toNanos(1));
    }
  }
}
