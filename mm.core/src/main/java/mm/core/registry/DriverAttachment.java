package mm.core.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.Rule;
import mm.spi.Device;
import mm.spi.NotifierDriver;

/** A driver in a space. What its device throws while it goes is recorded and does not stop it. */
final class DriverAttachment implements Attachment {
  private final DriverContextOf context;
  private final Device device;
  private final Consumer<DriverAttachment> gone;
  private final AtomicBoolean closing = new AtomicBoolean();

  private DriverAttachment(
      DriverContextOf context, Device device, Consumer<DriverAttachment> gone) {
    this.context = context;
    this.device = device;
    this.gone = gone;
  }

  static DriverAttachment make(
      NotifierDriver driver, DriverContextOf context, Consumer<DriverAttachment> gone) {
    try {
      Device device = driver.attach(context);
      if (device != null) {
        DriverAttachment made = new DriverAttachment(context, device, gone);
        if (context.unknownOptions().isEmpty()) {
          return made;
        }
        made.close();
      }
    } catch (Throwable thrown) {
      context.close();
      throw thrown instanceof ContractException broken
          ? broken
          : new ContractException(
              Rule.R6_12, context.driver() + " failed to attach: " + thrown, thrown);
    }
    context.close();
    throw new ContractException(
        Rule.R6_12,
        context.unknownOptions().isEmpty()
            ? context.driver() + " attached without a device"
            : context.driver() + " has no option " + context.unknownOptions());
  }

  @Override
  public String driver() {
    return context.driver();
  }

  @Override
  public AddressSpace space() {
    return context.space();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    context.isolated("quiesce", device::quiesce);
    context.closeSubscriptions();
    context.isolated("detach", device::detach);
    context.close();
    gone.accept(this);
  }
}
