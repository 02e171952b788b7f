package mm.api;

import mm.spi.Answer;
import mm.spi.Callback;
import org.osgi.annotation.versioning.ConsumerType;

/** Is told of every callback after it returned: for statistics, traces and tests. */
@ConsumerType
@FunctionalInterface
public interface CallbackObserver {
  /**
   * A callback has returned or thrown. Runs on the callback's thread, under the caller's locks: it
   * must be quick, must not wait, must not throw and must not keep the range.
   *
   * @param subscriber name of the subscriber ({@link mm.spi.Declaration#name()})
   * @param callback which callback
   * @param range what it was told; for aging, TLB and release calls a view of their arguments
   * @param answer what it answered; DONE for callbacks without an answer
   * @param nanos how long it ran, in nanoseconds
   */
  void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos);
}
