package mm.tck.zoo;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.PteChangeNotifier;

/** The drivers of {@link MetadataFlaw}: right ones with a wrong label. */
final class MislabelledDrivers {
  private MislabelledDrivers() {}

  /** Does what a right paired driver does. */
  abstract static class Right implements NotifierDriver {
    private final NotifierDriver right = new PairedZooDriver();

    @Override
    public Device attach(DriverContext context) {
      return right.attach(context);
    }
  }

  /** Without a label. */
  public static final class NoInfo extends Right {}

  /** Half pinned. */
  @DriverInfo(
      id = "zoo-half",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "half",
      hardware = "none",
      notifiers = PairedZooDriver.Told.class)
  public static final class UnknownValue extends Right {}

  /** Declares what no class of it implements. */
  @DriverInfo(
      id = "zoo-more",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end", "change-pte"},
      pages = "unpinned",
      hardware = "none",
      notifiers = PairedZooDriver.Told.class)
  public static final class DeclaresMore extends Right {}

  /** Does not declare that it hears of changed entries. */
  @DriverInfo(
      id = "zoo-less",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = {PairedZooDriver.Told.class, Unheard.class})
  public static final class DeclaresLess extends Right {}

  /** Would hear of changed entries if it subscribed to them. */
  @DriverInfo(
      id = "zoo-silent",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end", "change-pte"},
      pages = "unpinned",
      hardware = "none",
      notifiers = {PairedZooDriver.Told.class, Unheard.class})
  public static final class NeverSubscribes extends Right {}

  /** Is never subscribed. */
  static final class Unheard implements PteChangeNotifier {
    @Override
    public void changePte(AddressSpace space, long address, long frame) {}

    @Override
    public void release(AddressSpace space) {}
  }

  /** Says that it never declines, and does. */
  @DriverInfo(
      id = "zoo-refusing",
      version = "1.0.0",
      blocking = "when-allowed",
      failure = "never",
      allocation = "may",
      subscription = {"list", "interval"},
      callbacks = {"release", "try-start", "invalidate"},
      pages = "unpinned",
      hardware = "none",
      notifiers = {Refusing.class, DecliningZooDriver.Window.class})
  public static final class DeclinesUndeclared implements NotifierDriver {
    @Override
    public Device attach(DriverContext context) {
      DecliningModel model = new DecliningModel(DecliningFlaw.NONE, context);
      context.subscribe(new Refusing(model));
      return model;
    }
  }

  /** Declines whenever it may not wait. */
  static final class Refusing implements DecliningNotifier {
    private final DecliningModel model;

    Refusing(DecliningModel model) {
      this.model = model;
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      return range.blocking() == Blocking.FORBIDDEN ? Answer.WOULD_BLOCK : model.tryStart(range);
    }

    @Override
    public void release(AddressSpace space) {
      model.freeze();
    }
  }

  /** Has no device. */
  @DriverInfo(
      id = "zoo-none",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = PairedZooDriver.Told.class)
  public static final class AttachesNothing implements NotifierDriver {
    @Override
    public Device attach(DriverContext context) {
      return null;
    }
  }

  /** Leaves a class of its own with the JVM. */
  @DriverInfo(
      id = "zoo-hook",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = PairedZooDriver.Told.class)
  public static final class LeaksClassLoader extends Right {
    @Override
    public Device attach(DriverContext context) {
      Runtime.getRuntime().addShutdownHook(new Hook());
      return super.attach(context);
    }
  }

  /** Does nothing, for ever. */
  private static final class Hook extends Thread {}
}
