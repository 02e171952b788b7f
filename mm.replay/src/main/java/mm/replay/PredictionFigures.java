package mm.replay;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How the notifications that the machine raised agree with those that were recorded; a sum. */
final class PredictionFigures {
  /**
   * One class.
   *
   * @param observed recorded notifications
   * @param predicted notifications of the machine
   * @param hit predicted with the range of an observed one of the same call
   * @param outsideCalls those of {@code observed} that no recorded call raised
   */
  record Counts(long observed, long predicted, long hit, long outsideCalls) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          observed + other.observed,
          predicted + other.predicted,
          hit + other.hit,
          outsideCalls + other.outsideCalls);
    }

    /** Share of the observed ones that were predicted; 1 when there are none. */
    double recall() {
      return observed == 0 ? 1 : (double) hit / observed;
    }

    /** Share of the predictions that were observed; 1 when there are none. */
    double precision() {
      return predicted == 0 ? 1 : (double) hit / predicted;
    }
  }

  private final Map<NotificationClass, Counts> classes = new EnumMap<>(NotificationClass.class);
  private final Map<String, Long> apart = new TreeMap<>();
  private long notCounted;

  void add(NotificationClass which, Counts counts) {
    classes.merge(which, counts, Counts::plus);
  }

  /** A notification that calls alone cannot predict. */
  void apart(String initiator) {
    apart.merge(cause(initiator), 1L, Long::sum);
  }

  private static String cause(String initiator) {
    return switch (initiator) {
      case "do_wp_page" -> "page-fault";
      case "page_vma_mkclean_one" -> "writeback";
      case "copy_page_range" -> "fork";
      default -> "other";
    };
  }

  /** Predictions for times and memories that nobody observed. */
  void notCounted(long predictions) {
    notCounted += predictions;
  }

  /** All predictions are for a memory that nobody observed. */
  void discountInto(PredictionFigures sum) {
    sum.notCounted += notCounted + classes.values().stream().mapToLong(Counts::predicted).sum();
  }

  void addTo(PredictionFigures sum) {
    classes.forEach(sum::add);
    apart.forEach((cause, count) -> sum.apart.merge(cause, count, Long::sum));
    sum.notCounted += notCounted;
  }

  Counts of(NotificationClass which) {
    return classes.getOrDefault(which, Counts.NONE);
  }

  /** By cause: page-fault, writeback, fork, other. */
  Map<String, Long> apart() {
    return apart;
  }

  long notCounted() {
    return notCounted;
  }
}
