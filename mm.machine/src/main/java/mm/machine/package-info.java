/**
 * A simulated machine: frames, page tables, mappings and the operations on them, each of which
 * raises the notifications that Linux 6.18 raises.
 *
 * <p>{@link mm.machine.Machine} makes processes, {@link mm.machine.UserProcess} has the operations.
 * The machine is a client of {@link mm.api.Dispatcher} like any other: a driver attached to a
 * process's space is told of everything. {@link mm.machine.ShadowChecker} finds translations that a
 * device should have dropped.
 *
 * <p><b>Layout.</b> This package is what others see: the machine and its processes, and the words
 * of their operations (enums, records, interfaces). Behind it, not exported, each part has a
 * package of its own. None needs another that stands below it here:
 *
 * <pre>
 * check  oom             shadow checker and audit; the OOM killer and its reaper
 * calls                  mmap, munmap, mprotect, mremap, fork, exit ...: one class each
 * advice  fileops        madvise; truncation, holes, write-back
 * uffd  device  ksm      userfaultfd; what devices do; equal pages merged
 * faults                 first touch, copy-on-write, hugetlb, read-ahead
 * reclaim  migration     aging, page-out and swap; pages that move to a device
 * vma                    mappings cut, joined, unmapped
 * rmap  huge             who maps a page; huge pages and hugetlb
 * entries                single entries: put in, taken out, frames freed
 * memory                 one address space: mappings, locks, sections
 * files                  page cache
 * tables                 page tables
 * frames                 page frames, their contents, the swap area
 * </pre>
 *
 * <p><b>Huge pages.</b> A huge page is 512 frames in a row. Mapped as a whole it is a leaf table
 * whose 512 entries all carry a mark, so that whoever reads single entries needs not know; {@code
 * HugeFault} and {@code Collapse} make such tables, {@code HugeSplit} takes the mark away. The page
 * itself, {@code HugePage}, stays huge until {@code PageSplit}. Nothing is collapsed in the
 * background.
 *
 * <p><b>Pages that leave.</b> {@code SwapOut} and {@code SwapIn} (through {@code SwapArea}), {@code
 * DeviceMigration} and {@code ExclusiveAccess} leave entries that are not present but stand for a
 * page ({@code Pte}). {@code Reclaim} chooses pages by {@code PageLists} and {@code PageAge};
 * {@code ReverseMap} and {@code MappedPages} find all mappings of a page. Reclaim and migration
 * only try for the mmap locks of other memories, so they wait for nobody and may leave a page where
 * it is.
 *
 * <p><b>Lock order</b>, outermost first; a lock is taken only while holding locks above it:
 *
 * <pre>
 * mmap lock of a memory            written by mmap, munmap (first half), mprotect, mremap, brk,
 *   |                              mlock, fork, advices about flags, exit; read by faults, by the
 *   |                              other advices and by munmap's second half
 *   +- sections (driver callbacks) opened with the mmap lock or a file's list held, never with a
 *   |                              lock below
 *   +- list of mappings of a file  written when a mapping is linked, read by truncation and
 *        |                         write-back, which hold no mmap lock and open sections under it
 *        +- page-table lock of a memory    short: at most one leaf table
 *             |                            (the secondary-TLB callback runs under it)
 *             +- page cache of a file
 *                  +- frames
 * </pre>
 *
 * A device fault waits for the mmap lock as the CPU does, so a callback must not wait for a thread
 * that faults (R1.6).
 */
@Export
@Version("0.1.0")
package mm.machine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
