package drivers.kvm;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Drives one virtual machine per address space.
 *
 * <p>It declares that it never blocks: the callbacks take the mmu lock, a spin lock, and nothing
 * else. (The kernel may in addition yield the CPU between two entries where the section allows it;
 * this model never has so much to do under the lock.)
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
    KvmMmu mmu = new KvmMmu(context.spinLock("kvm mmu_lock"));
    context.subscribe(new KvmNotifier(mmu));
    return new KvmVm(mmu, context.pages());
  }
}
