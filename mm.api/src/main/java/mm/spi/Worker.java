package mm.spi;

import org.osgi.annotation.versioning.ProviderType;

/** Does things later, one after the other, on a thread of its own. */
@ProviderType
public interface Worker {
  /**
   * Queues a task. Never waits; allowed in every callback.
   *
   * @param task what to do; an exception is recorded and the next task runs
   */
  void submit(Runnable task);

  /**
   * Waits until everything queued before has run. In a section that forbids waiting this is a
   * violation of R1.1.
   */
  void flush();
}
