/**
 * A behavioural model of hfi1, the driver of a host fabric interface (a network adapter for
 * clusters) that moves data straight from and to user memory. Pages are pinned, so the driver need
 * not hurry, and never waits or declines.
 *
 * <p>Its two halves listen differently:
 *
 * <ul>
 *   <li><em>Sending</em> (SDMA) keeps pages pinned between transfers, in {@link
 *       drivers.hfi1.SdmaCache}, with one <em>list</em> notifier. It is of the kind that may
 *       decline, for that one has no end, and never does.
 *   <li><em>Receiving</em> (expected receive) programs pages into a table of the hardware, {@link
 *       drivers.hfi1.RcvArray}, each with an <em>interval</em> subscription of its own. While a
 *       buffer is set up a {@link drivers.hfi1.Cover} listens for all of it ({@link
 *       drivers.hfi1.TidSetup}).
 * </ul>
 *
 * <p><b>What is stricter than the kernel.</b> Since Linux 6.2 a receive entry is kept over every
 * event but UNMAP: the hardware goes on receiving into the pinned page, although the process may
 * have another one there by now. That is safe and not right, and against R1.4. Here an entry goes
 * with any event, as before 6.2, and at once, as since 6.2. A page of the pin cache that a transfer
 * is using stays in the kernel's cache, to be found by the next; here it leaves the cache, and only
 * the transfer itself goes on with the old page.
 *
 * <p><b>Threading.</b> Any number of threads call {@code access} while any number of threads run
 * callbacks; a worker ends transfers and unpins for the send half. Invalid entries of the receive
 * half are freed by whoever uses the device next. Each half has one spin lock.
 *
 * <p><b>Lock order.</b> The two spin locks are leaves, never held together, over {@link
 * mm.spi.PageSource}, over a submission, readBegin, the close of a subscription or a visitor.
 *
 * <p><b>Prior art</b> in Linux 6.2, {@code drivers/infiniband/hw/hfi1/}: {@code mmu_rb.c} and
 * {@code user_sdma.c} (sending), {@code user_exp_rcv.c} (receiving).
 */
package drivers.hfi1;
