package mm.tck;

import mm.spi.Access;
import mm.spi.Device;

/** A device that is used without a pause until this is closed. */
record BusyDevice(Foreign<Boolean> user) implements AutoCloseable {
  static BusyDevice use(Device device) {
    return new BusyDevice(
        Foreign.start(
            () -> {
              for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                device.access(Rig.page(i % Rig.PAGES), i % 3 == 0 ? Access.WRITE : Access.READ);
              }
            }));
  }

  /** Asks again and again what the device holds. */
  static BusyDevice lookAt(Device device) {
    return new BusyDevice(
        Foreign.start(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                Rig.shown(device, Rig.BASE, Rig.END);
              }
            }));
  }

  @Override
  public void close() {
    user.thread().interrupt();
    try {
      user.thread().join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
