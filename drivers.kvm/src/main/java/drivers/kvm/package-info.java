/**
 * A behavioural model of KVM, the hypervisor of Linux: a virtual machine whose guest memory is the
 * memory of a process, reached through shadow entries (EPT, NPT) that KVM derives from the
 * process's page tables without holding a reference to the pages.
 *
 * <p>It is the model case of a <em>paired</em> notifier. A start counts an invalidation in and
 * removes the entries of its range; an end counts it out. A fault notes the sequence, looks the
 * page up without a lock, and installs it only if nothing came in between: {@link
 * drivers.kvm.InvalidationWindow} says when that is.
 *
 * <p><b>Threading.</b> Any number of vCPU threads call {@code access} while any number of threads
 * run callbacks. All state of a machine is guarded by one spin lock, the mmu lock, in {@link
 * drivers.kvm.KvmMmu}; the classes behind it ({@link drivers.kvm.InvalidationWindow}, {@link
 * drivers.kvm.ShadowPages}) know no lock.
 *
 * <p><b>Lock order.</b> The mmu lock is a leaf. It is never held over {@link mm.spi.PageSource} or
 * over a visitor.
 *
 * <p><b>Prior art</b> in Linux 5.12: {@code virt/kvm/kvm_main.c} (the notifier), {@code
 * arch/x86/kvm/mmu/mmu.c} (the fault), {@code include/linux/kvm_host.h} (the retry test).
 */
package drivers.kvm;
