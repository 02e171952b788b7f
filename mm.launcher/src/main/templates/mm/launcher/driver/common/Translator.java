package %PACKAGE%;

import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.TranslationVisitor;

/**
 * What a device of any kind does with the translations that it holds; when one may be used is the
 * kind's matter. No callback waits: the lock is a leaf that is held for a few lines.
 */
abstract class Translator implements Device {
  private static final int ATTEMPTS = 4;

  final SpinLock lock;
  private final DriverContext context;
  private final Translations translations = new Translations();
  private boolean gone;
  private long told;
  private long toldInVain;
  private long retries;

  Translator(DriverContext context) {
    this.context = context;
    lock = context.spinLock("translations");
  }

  /** Makes a translation, by {@link #make}; BUSY when somebody came in between. */
  abstract AccessOutcome attempt(long page, Access access);

  /**
   * Whether what was looked up of a page may be old; under the lock.
   *
   * @param seen what {@link #make} was given before the look-up
   */
  abstract boolean isOld(long page, long seen);

  /** Uses nothing of the range from here on; under the lock. */
  final void drop(long start, long end) {
    told++;
    if (!translations.drop(start, end)) {
      toldInVain++;
    }
  }

  @Override
  public final AccessOutcome access(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    AccessOutcome outcome = held(page, access);
    for (int i = 0; outcome == AccessOutcome.BUSY && i < ATTEMPTS; i++) {
      outcome = attempt(page, access);
    }
    return outcome;
  }

  /** BUSY when the page has to be looked up. */
  private AccessOutcome held(long page, Access access) {
    lock.lock();
    try {
      if (gone) {
        return AccessOutcome.DETACHED;
      }
      return translations.allows(page, access) ? AccessOutcome.HIT : AccessOutcome.BUSY;
    } finally {
      lock.unlock();
    }
  }

  /** Looks the page up without the lock, since that may wait for a section to end (R1.9). */
  final AccessOutcome make(long page, Access access, long seen) {
    Page found = context.pages().fault(page, access);
    return found.isPresent() ? enter(page, found, seen) : found.failure();
  }

  private AccessOutcome enter(long page, Page found, long seen) {
    lock.lock();
    try {
      if (gone) {
        return AccessOutcome.DETACHED;
      }
      if (isOld(page, seen)) {
        retries++;
        return AccessOutcome.BUSY;
      }
      translations.enter(page, found);
      // BLANK: program the hardware, unless it walks the tables itself.
      return AccessOutcome.MADE;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    lock.lock();
    try {
      translations.show(range, visitor);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(
          translations.held(),
          translations.made(),
          translations.dropped(),
          told,
          toldInVain,
          retries);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void quiesce() {
    lock.lock();
    try {
      gone = true;
      translations.drop(0, AddressRange.TOP);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void detach() {
    // BLANK: what else has to be let go of: pins, queues, the hardware itself.
  }
}
