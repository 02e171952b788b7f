package mm.core.registry;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.spi.Device;

/**
 * A driver in a space. Quarantine takes the driver out and leaves the attachment, with the old
 * device, for whoever holds it.
 */
final class DriverAttachment implements Attachment {
  private final String driver;
  private final AttachableSpace space;
  private final Supplier<Placement> placements;
  private final Consumer<DriverAttachment> gone;
  private final AtomicReference<Placement> placed;
  private volatile boolean closed;

  DriverAttachment(
      String driver,
      AttachableSpace space,
      Supplier<Placement> placements,
      Consumer<DriverAttachment> gone) {
    this.driver = driver;
    this.space = space;
    this.placements = placements;
    this.gone = gone;
    placed = new AtomicReference<>(placements.get());
  }

  @Override
  public String driver() {
    return driver;
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public Device device() {
    return placed.get().device();
  }

  void suspend() {
    placed.get().close();
  }

  /** Attaches the driver anew if it is out and the attachment is still open. */
  void resume() {
    Placement old = placed.get();
    if (closed || space.released() || !old.closed()) {
      return;
    }
    Placement fresh = placements.get();
    if (!placed.compareAndSet(old, fresh) || closed || space.released()) {
      fresh.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    placed.get().close();
    gone.accept(this);
  }
}
