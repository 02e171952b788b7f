/**
 * The contract for drivers: whoever holds translations of somebody else's memory.
 *
 * <p>A driver is one class that implements {@link mm.spi.NotifierDriver}, is named in {@code
 * META-INF/services/mm.spi.NotifierDriver} and carries {@link mm.spi.DriverInfo}, from which the
 * bundle's {@code mm.notifier.driver} capability is generated. For each address space the engine
 * calls {@code attach}; the driver answers with a {@link mm.spi.Device} and subscribes notifiers
 * through its {@link mm.spi.DriverContext}.
 *
 * <p><b>Abilities are small interfaces.</b> What a notifier can be told is what it implements:
 * {@link mm.spi.PairedNotifier}, {@link mm.spi.DecliningNotifier}, {@link
 * mm.spi.SecondaryTlbNotifier}, {@link mm.spi.AgingNotifier}, {@link mm.spi.PteChangeNotifier} and,
 * apart from these, {@link mm.spi.IntervalNotifier}.
 *
 * <p><b>Waiting.</b> A driver waits only through the ports of its context ({@link mm.spi.Mutex},
 * {@link mm.spi.WaitQueue}, {@link mm.spi.Worker}), never otherwise, so that a wait in a section
 * that forbids it is seen (R1.1).
 *
 * <p><b>Lock rule.</b> No lock that a callback takes may be held while a driver calls {@link
 * mm.spi.PageSource}, {@link mm.api.IntervalSubscription#readBegin} or closes a subscription: each
 * of these may wait for an invalidation.
 */
@Export
@Version("0.1.0")
package mm.spi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
