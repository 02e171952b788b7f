package mm.tck.zoo;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.IntervalNotifier;
import mm.spi.NotifierDriver;

/** A right driver that declines where it would have to wait, unless it is given a flaw. */
@DriverInfo(
    id = "zoo-declining",
    version = "1.0.0",
    blocking = "when-allowed",
    failure = "when-forbidden",
    allocation = "may",
    subscription = {"list", "interval"},
    callbacks = {"release", "try-start", "invalidate"},
    pages = "unpinned",
    hardware = "none",
    notifiers = {DecliningZooDriver.Told.class, DecliningZooDriver.Window.class})
public final class DecliningZooDriver implements NotifierDriver {
  private final DecliningFlaw flaw;

  /** Makes a right one. */
  public DecliningZooDriver() {
    this(DecliningFlaw.NONE);
  }

  DecliningZooDriver(DecliningFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Device attach(DriverContext context) {
    DecliningModel model = new DecliningModel(flaw, context);
    context.subscribe(new Told(model));
    return model;
  }

  /** What the device is told. */
  static final class Told implements DecliningNotifier {
    private final DecliningModel model;

    Told(DecliningModel model) {
      this.model = model;
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      return model.tryStart(range);
    }

    @Override
    public void release(AddressSpace space) {
      model.freeze();
    }
  }

  /** What one fault is told. */
  static final class Window implements IntervalNotifier {
    @Override
    public Answer invalidate(
        IntervalSubscription subscription, InvalidationRange range, long sequence) {
      subscription.setSequence(sequence);
      return Answer.DONE;
    }
  }
}
