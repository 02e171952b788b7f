/**
 * A test device that mirrors an address space, after {@code test_hmm} of Linux: no hardware, but
 * the contract that most modern drivers follow, in its plainest form.
 *
 * <p>One <em>interval</em> subscription over everything that can be mapped. A fault reads the
 * sequence, looks the page up with no lock held, takes the mutex, and enters the page only if
 * nothing collided. A snapshot does the same under a second, temporary subscription of its own that
 * overlaps the first, and enters nothing. Pages can move into the device's memory ({@link
 * drivers.hmm.HmmMemory}), and be taken from the CPU for a while.
 *
 * <p><b>Threading.</b> Any number of threads call {@code access} and {@code snapshot} while any
 * number of threads run callbacks. Everything is guarded by one mutex, in {@link
 * drivers.hmm.Mirror}; where waiting is forbidden a callback tries it, and declines if it is held.
 *
 * <p><b>Lock order.</b> Under the mutex nothing is taken and nothing waited for: it is never held
 * over {@link mm.spi.PageSource}, readBegin, the close of a subscription or a visitor.
 *
 * <p><b>Prior art</b> in Linux 5.15: {@code lib/test_hmm.c}, {@code mm/hmm.c}; its tests are {@code
 * tools/testing/selftests/vm/hmm-tests.c}.
 */
package drivers.hmm;
