package mm.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mm.spi.NotifierDriver;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The drivers of an engine, with what operators decide about them: who is welcome, who is taken out
 * and let in again, and who succeeds whom.
 *
 * <p>All methods may be called from any thread.
 */
@ProviderType
public interface DriverRegistry extends AdmittedDrivers {
  /**
   * Sets the policy, and examines every admitted driver by it: who is not welcome any more is
   * quarantined, who was quarantined by a policy and is welcome again is released.
   *
   * @param policy from now on; {@link DriverPolicy#OPEN} at first
   * @throws RuntimeException what the policy throws while it is asked; then nothing has changed
   */
  void govern(DriverPolicy policy);

  /**
   * Sets where options of drivers come from, beside those that the engine was made with. What
   * changes in them counts where a driver is attached the next time: in a new space, after {@link
   * #release}, as a successor in {@link #swap}. Where it is attached it keeps those it has.
   *
   * @param options from now on; {@link DriverOptions#NONE} at first
   */
  void configure(DriverOptions options);

  /**
   * The options that a driver would be attached with now.
   *
   * @param id any id, of an admitted driver or not
   * @return values by option; those that the engine was made with replace those configured since
   * @throws ContractException R6.12 as {@link DriverOptions#of}
   */
  Map<String, String> options(String id);

  /**
   * Tries options out before they are configured: only a driver knows which options and values
   * there are, so it is attached for a moment.
   *
   * @param id an admitted driver
   * @param empty a space of this engine in which nothing happens; the caller's to release
   * @param configured the options to try, in place of those that are configured
   * @return why the driver does not attach with them; empty when it does
   * @throws IllegalArgumentException when no admitted driver has this id
   */
  Optional<String> refusal(String id, AddressSpace empty, Map<String, String> configured);

  /**
   * Takes a driver out of all its spaces until {@link #release}: it drops its translations, gets an
   * end for every start it saw, then no callback. Its attachments stay and their devices answer
   * DETACHED; it is listed as quarantined, and cannot be attached. May be called from anywhere,
   * also from a callback: a thread of the engine does the work, which waits for open sections.
   *
   * @param id an admitted driver; one that is quarantined already keeps its first reason
   * @param why rule and reason, for whoever lists drivers
   * @return done when the driver has had its last callback
   * @throws IllegalArgumentException when no admitted driver has this id
   */
  CompletionStage<Void> quarantine(String id, Finding why);

  /**
   * Ends a quarantine: the driver is attached anew, with nothing translated, wherever its
   * attachments are still open. Does nothing when it is not quarantined.
   *
   * @param id an admitted driver
   * @return done when the driver is back; one that fails to attach is recorded (R6.12)
   * @throws IllegalArgumentException when no admitted driver has this id
   */
  CompletionStage<Void> release(String id);

  /**
   * Admits a driver as a standby beside the one with the same id: it is checked like any other, is
   * attached nowhere, and waits for {@link #swap}. Without one of the same id it becomes part of a
   * swap only if its origin has another standby.
   *
   * @param driver the driver; its class is its origin and differs from that of the one in charge
   * @return the outcome; a refusal leaves the driver listed as refused
   */
  default Admission admitStandby(NotifierDriver driver) {
    return admitStandby(driver, driver.getClass().getName());
  }

  /**
   * Admits a standby as {@link #admitStandby(NotifierDriver)} does, under an origin of the caller's
   * choice: for a driver whose class has the same name as that of the one in charge, since another
   * class loader has loaded it from a newer jar.
   *
   * @param driver the driver
   * @param origin what {@link SwapPlan#to} and {@link DriverStatus#origin} then say; differs from
   *     that of the one in charge
   * @return the outcome; a refusal leaves the driver listed as refused
   */
  Admission admitStandby(NotifierDriver driver, String origin);

  /**
   * Says that the drivers which an origin is about to bring are standbys: in OSGi what a deployer
   * calls before it starts the bundle. Holds until {@link #dismiss}, or until they were swapped in.
   *
   * @param origin {@link DriverStatus#origin()} of the drivers to come
   */
  void expectStandby(String origin);

  /**
   * Forgets the standbys of an origin, and that any were expected; drivers in charge stay.
   *
   * @param origin an origin; an unknown one is ignored
   */
  void dismiss(String origin);

  /**
   * Lets standbys succeed the drivers with the same ids, under load (R4.5). Both are subscribed for
   * a while, so no change is missed; a start and its end go to the same driver; accesses go to the
   * driver until one volatile write, and to the successor from then on. What fails, or takes longer
   * than the plan allows, leaves the driver in charge as if nothing had been tried, and is a value.
   *
   * <p>A promise that is broken under the driver's id meanwhile counts against the successor and
   * gives the swap up. Several origins may be swapped at the same time; one origin takes part in
   * one swap at a time.
   *
   * <p><b>May wait:</b> for driver code and for open sections, each phase at most as long as the
   * plan allows.
   *
   * @param plan who, and how long
   * @return how it went
   * @throws ContractException R2.8 from inside a callback or one's own section
   */
  SwapReport swap(SwapPlan plan);
}
