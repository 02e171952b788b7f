/**
 * A behavioural model of shared virtual memory (SVM) in nouveau, the driver of NVIDIA GPUs: the GPU
 * uses a process's addresses, faults, and the driver copies the entries of the CPU's page tables
 * into the GPU's. No page is referenced.
 *
 * <p>It listens twice. A <em>list</em> notifier, always there, takes changed ranges off the GPU. It
 * has no end, so it cannot know when a change is over. What keeps a fault from bringing the old
 * page back is an <em>interval</em> subscription of the fault's own, over the page that it is
 * about, for as long as it lasts:
 *
 * <pre>
 * fault                                section
 * subscribe, readBegin                 (those open now are waited for)
 * look the page up, no lock held
 *                                      begin: interval: mutex, setSequence
 *                                             list: mutex, clear
 * mutex, readRetry: start over
 *
 * mutex, readRetry: program, unlock
 *                                      begin: interval: mutex, setSequence
 *                                             list: mutex, clear what was programmed
 * close
 * </pre>
 *
 * <p>This needs the engine to tell interval subscribers before list subscribers (R2.5).
 *
 * <p><b>Threading.</b> Any number of threads call {@code access} while any number of threads run
 * callbacks. Everything is guarded by one mutex, in {@link drivers.nouveau.Svmm}.
 *
 * <p><b>Lock order.</b> Under the mutex nothing else is taken and nothing waited for: it is never
 * held over {@link mm.spi.PageSource}, readBegin, the close of a subscription or a visitor.
 *
 * <p><b>Prior art</b> in Linux 5.15: {@code drivers/gpu/drm/nouveau/nouveau_svm.c}.
 */
package drivers.nouveau;
