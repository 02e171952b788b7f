package mm.core.registry;

import mm.api.Rule;

/** Where broken promises are reported. */
@FunctionalInterface
public interface ViolationSink {
  /**
   * Records one occurrence; logs the first of a cause.
   *
   * @param rule the broken rule
   * @param subscriber who broke it
   * @param space name of the space
   * @param doing the callback or port, part of the cause
   * @param detail what happened, not part of the cause
   * @param thrown what was thrown, or a stack for the log; null when there is none
   */
  void record(
      Rule rule, String subscriber, String space, String doing, String detail, Throwable thrown);
}
