package mm.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mm.api.Rule;
import mm.api.Violation;
import mm.core.registry.ViolationSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promises that subscribers broke: counted per cause; the first of a cause is logged, and its
 * stack kept. A cause is a rule, a subscriber and what it was doing.
 */
final class Violations implements ViolationSink {
  private static final Logger LOG = LoggerFactory.getLogger("mm.core.violations");

  private final Map<Cause, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong order = new AtomicLong();
  private volatile Consumer<Violation> listener = violation -> {};

  private record Cause(Rule rule, String subscriber, String doing) {}

  private record Entry(
      long order, String space, String message, List<StackTraceElement> stack, AtomicLong count) {}

  @Override
  public void record(
      Rule rule, String subscriber, String space, String doing, String detail, Throwable cause) {
    Cause key = new Cause(rule, subscriber, doing);
    Entry entry = entries.computeIfAbsent(key, k -> first(k, space, doing + " " + detail, cause));
    entry.count.incrementAndGet();
    listener.accept(violation(key, entry));
  }

  /** Tells somebody of every occurrence, on the thread where it happens. */
  void tell(Consumer<Violation> told) {
    listener = told;
  }

  private Entry first(Cause cause, String space, String message, Throwable thrown) {
    LOG.warn("{}: {} in {}: {}", cause.rule.id(), cause.subscriber, space, message, thrown);
    return new Entry(order.incrementAndGet(), space, message, stack(thrown), new AtomicLong());
  }

  /** Without one that was thrown, that of whoever records: the callback's caller. */
  private static List<StackTraceElement> stack(Throwable thrown) {
    Throwable where = thrown == null ? new Throwable() : thrown;
    return Stream.of(where.getStackTrace())
        .dropWhile(frame -> thrown == null && isOwn(frame.getClassName()))
        .toList();
  }

  private static boolean isOwn(String type) {
    return type.startsWith(Violations.class.getName()) || type.startsWith("java.util.concurrent.");
  }

  List<Violation> list() {
    return entries.entrySet().stream()
        .sorted((a, b) -> Long.compare(a.getValue().order, b.getValue().order))
        .map(e -> violation(e.getKey(), e.getValue()))
        .toList();
  }

  private static Violation violation(Cause cause, Entry entry) {
    return new Violation(
        cause.rule, cause.subscriber, entry.space, entry.message, entry.count.get(), entry.stack);
  }
}
