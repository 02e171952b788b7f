package drivers.kvm;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Drives one virtual machine per address space.
 *
 * <p>It declares that it never blocks: the callbacks take the mmu lock and the lock of a count,
 * both spin locks, and nothing else. Who waits is a change of memory slots. (The kernel may in
 * addition yield the CPU between two entries where the section allows it; this model never has so
 * much to do under the lock.)
 */
@DriverInfo(
    id = "kvm",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {
      "release",
      "start",
      "end",
      "clear-flush-young",
      "clear-young",
      "test-young",
      "change-pte"
    },
    pages = "unpinned",
    hardware = "CPU virtualisation with second-level page tables (EPT, NPT), as driven by KVM",
    notifiers = KvmNotifier.class)
public final class KvmDriver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public KvmDriver() {}

  @Override
  public Device attach(DriverContext context) {
    KvmMmu mmu = new KvmMmu(context);
    KvmVm vm = new KvmVm(mmu, context);
    context.subscribe(new KvmNotifier(mmu));
    return vm;
  }
}
