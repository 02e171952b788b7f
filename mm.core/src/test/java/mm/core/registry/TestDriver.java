package mm.core.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/** A driver that writes down what happens to it. */
@DriverInfo(
    id = "test",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = TestDriver.TestNotifier.class)
public final class TestDriver implements NotifierDriver {
  public final List<String> log = Collections.synchronizedList(new ArrayList<>());
  public DriverContext context;
  public Runnable onStart = () -> {};
  public Runnable onEnd = () -> {};
  RuntimeException failure;

  @Override
  public Device attach(DriverContext given) {
    context = given;
    context.subscribe(new TestNotifier());
    if (failure != null) {
      throw failure;
    }
    return new TestDevice();
  }

  /** Its only notifier class. */
  final class TestNotifier implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {
      onStart.run();
      log.add("start");
    }

    @Override
    public void end(InvalidationRange range) {
      onEnd.run();
      log.add("end");
    }

    @Override
    public void release(AddressSpace space) {
      log.add("release");
    }
  }

  private final class TestDevice extends EmptyDevice {

    @Override
    public void quiesce() {
      log.add("quiesce");
    }

    @Override
    public void detach() {
      log.add("detach");
      throw new IllegalStateException("planted");
    }
  }
}
