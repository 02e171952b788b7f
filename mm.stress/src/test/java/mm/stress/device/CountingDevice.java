package mm.stress.device;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.api.Subscription;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;

/** A device with one translation that counts open sections, as KVM does. */
public class CountingDevice implements PairedNotifier {
  /** Its declaration. */
  public static final Declaration DECLARATION = Declaration.neverBlocking("counting");

  // Guarded by this.
  private int open;
  private Contents translation = Contents.NOTHING;
  private boolean released;

  @Override
  public final synchronized void start(InvalidationRange range) {
    open++;
    translation = Contents.NOTHING;
  }

  @Override
  public final synchronized void end(InvalidationRange range) {
    open--;
  }

  @Override
  public final synchronized void release(AddressSpace space) {
    translation = Contents.NOTHING;
    released = true;
  }

  /** One attempt of a device fault; never waits. */
  public final Fault fault(Subscription subscription, Memory memory) {
    if (!mayTranslate(subscription)) {
      return Fault.BUSY;
    }
    synchronized (this) {
      if (open > 0) {
        return Fault.BUSY;
      }
      translation = memory.read();
      return Fault.published(translation);
    }
  }

  boolean mayTranslate(Subscription subscription) {
    return subscription.settled();
  }

  /** Whether it was released. */
  public final synchronized boolean released() {
    return released;
  }

  /** What the device sees now. */
  public final synchronized Contents translation() {
    return translation;
  }
}
