package mm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A list subscription: one notifier told of every section of one space.
 *
 * <p><b>Life cycle.</b> Live from {@code subscribe} on; not yet settled until every section that
 * was open at its publication has ended; closed by {@link #close()} or by the release of its space.
 */
@ProviderType
public interface Subscription extends AutoCloseable {
  /**
   * The space.
   *
   * @return where it was subscribed
   */
  AddressSpace space();

  /**
   * Tells whether every section that was open at the publication of this subscription has ended
   * (R4.2). Once true it stays true. Never waits; costs one read once it has been true.
   *
   * <p><b>Happens-before:</b> the ends of those sections happen-before the first true answer.
   *
   * @return true when translations may be made
   */
  boolean settled();

  /**
   * Waits until {@link #settled()}, at most a given time. Not to be called from a callback or
   * inside one's own section.
   *
   * @param timeoutNanos the bound, in nanoseconds; 0 asks once
   * @return the last answer of {@link #settled()}
   */
  boolean awaitSettled(long timeoutNanos);

  /**
   * Tells whether the subscription still receives callbacks.
   *
   * @return false once closed or released
   */
  boolean live();

  /**
   * Unsubscribes: calls the notifier's release (unless the space's release already has), takes it
   * off the list, then waits for the grace period: until every section that told it of its start
   * has told it of its end, so that no pair is split. After return no callback of this subscription
   * runs or will run (R4.3). A second close does nothing but wait for the same.
   *
   * <p><b>May wait:</b> for callbacks of this subscription and for sections open on other threads.
   *
   * @throws ContractException R2.8 when called inside a callback or one's own section
   */
  @Override
  void close();
}
