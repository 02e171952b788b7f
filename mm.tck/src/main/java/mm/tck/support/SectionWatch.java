package mm.tck.support;

import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.PairedNotifier;

/** Counts sections, to tell whether something was looked at while nothing changed. */
final class SectionWatch implements PairedNotifier {
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  @Override
  public void start(InvalidationRange range) {
    started.incrementAndGet();
  }

  @Override
  public void end(InvalidationRange range) {
    ended.incrementAndGet();
  }

  @Override
  public void release(AddressSpace space) {
    started.incrementAndGet(); // what is looked at from now on proves nothing
  }

  /** A number for {@link #quietSince}; negative while a section is open. */
  long quiet() {
    long over = ended.get();
    return started.get() == over ? over : -1;
  }

  boolean quietSince(long number) {
    return number >= 0 && started.get() == number;
  }
}
