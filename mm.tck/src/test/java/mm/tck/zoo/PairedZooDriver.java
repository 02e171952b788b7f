package mm.tck.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.Notifier;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/** A right driver of a paired device, unless it is given a flaw. */
@DriverInfo(
    id = "zoo",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = PairedZooDriver.Told.class)
public class PairedZooDriver implements NotifierDriver {
  private final PairedFlaw flaw;
  private final List<PairedModel> models = new CopyOnWriteArrayList<>();
  private final AtomicInteger attachments = new AtomicInteger();
  private boolean ends;

  /** In a bundle, the file beside the class that names the flaw. */
  public static final String FLAW = "flaw";

  /** Makes a right one, or the one that the bundle names. */
  public PairedZooDriver() {
    this(named());
    ends = flaw == PairedFlaw.ENDS_THE_JVM;
  }

  private static PairedFlaw named() {
    try (InputStream name = PairedZooDriver.class.getResourceAsStream(FLAW)) {
      return name == null
          ? PairedFlaw.NONE
          : PairedFlaw.valueOf(new String(name.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PairedZooDriver(PairedFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Device attach(DriverContext context) {
    if (flaw == PairedFlaw.ATTACH_THROWS) {
      throw new IllegalStateException("no such hardware");
    }
    if (ends) {
      System.exit(0);
    }
    while (flaw == PairedFlaw.ATTACH_HANGS) {
      LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
    }
    PairedModel model = new PairedModel(flaw, context, models);
    if (flaw == PairedFlaw.DEAD_AFTER_DETACH && attachments.getAndIncrement() == 3) {
      model.freeze();
    }
    models.add(model);
    Told told = new Told(model);
    if (flaw == PairedFlaw.SUBSCRIBES_UNDECLARED) {
      context.subscribe((Notifier) space -> {});
    }
    if (flaw == PairedFlaw.SUBSCRIBES_BEHIND) {
      context
          .space()
          .subscribe(
              told,
              new mm.spi.Declaration(
                  "zoo", mm.spi.MayBlock.NEVER, mm.spi.MayDecline.NEVER, mm.spi.MayAllocate.NEVER));
    } else {
      context.subscribe(told);
    }
    if (flaw == PairedFlaw.LEAKS_THREAD) {
      Thread thread = new Thread(() -> LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1)), "leak");
      thread.setDaemon(true);
      thread.start();
    }
    return model;
  }

  /** What the device is told. */
  static final class Told implements PairedNotifier {
    private final PairedModel model;

    Told(PairedModel model) {
      this.model = model;
    }

    @Override
    public void start(InvalidationRange range) {
      model.start(range);
    }

    @Override
    public void end(InvalidationRange range) {
      model.end(range);
    }

    @Override
    public void release(AddressSpace space) {
      model.release();
    }
  }
}
