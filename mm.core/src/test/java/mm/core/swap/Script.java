package mm.core.swap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PairedNotifier;

/** A driver that writes down what happens, and does then what the test says. */
abstract class Script implements NotifierDriver {
  List<String> log = newLog();
  Runnable onAttach = () -> {};
  Runnable onStart = () -> {};
  Runnable onQuiesce = () -> {};
  private final String name;

  Script(String name) {
    this.name = name;
  }

  static List<String> newLog() {
    return Collections.synchronizedList(new ArrayList<>());
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static void fail() {
    throw new IllegalStateException("planted");
  }

  private void write(String what) {
    log.add(name + " " + what);
  }

  @Override
  public Device attach(DriverContext context) {
    onAttach.run();
    context.subscribe(new Ears());
    write("attach");
    return new Hands(context);
  }

  /** Its notifier. */
  final class Ears implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {
      onStart.run();
      write("start");
    }

    @Override
    public void end(InvalidationRange range) {
      write("end");
    }

    @Override
    public void release(AddressSpace space) {
      write("release");
    }
  }

  private final class Hands extends EmptyDevice {
    private final DriverContext context;
    private volatile boolean quiesced;

    Hands(DriverContext context) {
      this.context = context;
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      if (quiesced) {
        return AccessOutcome.DETACHED;
      }
      write("access");
      Page page = context.pages().fault(address, access);
      return page.isPresent() ? AccessOutcome.MADE : page.failure();
    }

    @Override
    public void quiesce() {
      quiesced = true;
      onQuiesce.run();
      write("quiesce");
    }

    @Override
    public void detach() {
      write("detach");
    }
  }
}
