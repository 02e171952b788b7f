/**
 * Behavioural models of two IOMMUs that give devices the addresses of a process (shared virtual
 * addressing): AMD's, as driven by iommu_v2, and Intel's, as driven by its SVM code.
 *
 * <p>The device side walks the <em>CPU's own page tables</em>, at any moment and without asking
 * anybody. So there is nothing to keep out between a start and an end: whoever changes an entry
 * flushes the devices' TLBs right after, and before the page is freed. What these drivers have to
 * get right is the flush itself, and a walk that is under way when it comes ({@link
 * drivers.iommu.Pasid}).
 *
 * <p>The two differ in what the hardware can be told ({@link drivers.iommu.FlushCommand}) and in
 * the number of devices that share the PASID of a space; the rest is shared.
 *
 * <p><b>Threading.</b> Any number of threads call {@code access} while any number of threads run
 * callbacks, perhaps under a page-table lock; one worker handles the page requests of a space.
 * Everything is guarded by one spin lock, in {@link drivers.iommu.Pasid}.
 *
 * <p><b>Lock order.</b> The spin lock is a leaf. It is never held over {@link mm.spi.PageSource},
 * over a wait, a wake-up, a submission or a visitor.
 *
 * <p><b>Prior art</b> in Linux 5.15: {@code drivers/iommu/amd/iommu_v2.c}, {@code
 * drivers/iommu/intel/svm.c}.
 */
package drivers.iommu;
