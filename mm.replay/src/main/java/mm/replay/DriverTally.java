package mm.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mm.api.ContractException;
import mm.api.DriverStatus;
import mm.api.Violation;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.DeviceCounters;
import mm.spi.DriverCapability;
import mm.spi.PageHold;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What happened to one driver during a replay, over all spaces. */
final class DriverTally {
  private static final int FINDINGS_KEPT = 20;
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  private DriverStatus status;
  private final Histogram nanos = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private final List<String> findings = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private long spaces;
  private long sections;
  private long declined;
  private long made;
  private long dropped;
  private long held;
  private long told;
  private long toldInVain;
  private long retries;
  private long stale;
  private long notJudged;
  private long violations;
  private long leftOut;
  private long unended;

  DriverTally(DriverStatus status) {
    this.status = status;
  }

  void attached() {
    spaces++;
  }

  void failedToAttach(ContractException reason) {
    violations++;
    find(reason.getMessage());
  }

  synchronized void called(Callback callback, Answer answer, long took) {
    if (callback == Callback.START
        || callback == Callback.TRY_START
        || callback == Callback.INVALIDATE) {
      sections++;
      declined += answer == Answer.WOULD_BLOCK ? 1 : 0;
    }
    unended += callback == Callback.START ? 1 : callback == Callback.END && pairs() ? -1 : 0;
    nanos.recordValue(Math.min(Math.max(took, 0), LONGEST_NANOS));
  }

  void add(DeviceCounters counters) {
    held += counters.held();
    made += counters.made();
    dropped += counters.dropped();
    told += counters.told();
    toldInVain += counters.toldInVain();
    retries += counters.retries();
  }

  void stale(String finding) {
    stale++;
    find(finding);
  }

  void notJudged(long count) {
    notJudged += count;
  }

  void violated(Violation violation, long count) {
    violations += count;
    broken.add(violation.toString());
    find(violation.toString());
  }

  void hinted(Violation hint) {
    hints.add(hint.toString());
  }

  void leftOut() {
    leftOut++;
  }

  /** What the engine says of it at the end; of another one with its id nothing. */
  void ended(DriverStatus now) {
    if (now.origin().equals(status.origin())) {
      status = now;
    }
  }

  /** Whether starts have ends; those that can be declined have them in one experiment only. */
  private boolean pairs() {
    return status.capability().filter(c -> c.callbacks().contains(Callback.START)).isPresent();
  }

  boolean pins() {
    return status.capability().filter(c -> c.pages() == PageHold.PINNED).isPresent();
  }

  void leaked(String what) {
    violations++;
    find(what);
  }

  synchronized void differs(String finding) {
    find(finding);
  }

  private synchronized void find(String finding) {
    if (findings.size() < FINDINGS_KEPT) {
      findings.add(finding);
    }
  }

  private List<String> found() {
    List<String> all = new ArrayList<>(findings);
    if (unended != 0) {
      all.add(unended + " starts were never followed by an end: what they count stays (R2.4)");
    }
    return all;
  }

  String id() {
    return status.id();
  }

  /** The figures as the report shows them. */
  DriverFigures figures() {
    return new DriverFigures(
        id(),
        status.capability().map(DriverCapability::version).orElse(""),
        status.state().toString(),
        spaces,
        sections,
        made,
        held,
        dropped,
        told,
        toldInVain,
        declined,
        retries,
        new DriverFigures.Latency(
            nanos.getValueAtPercentile(50), nanos.getValueAtPercentile(99), nanos.getMaxValue()),
        stale,
        notJudged,
        violations,
        unended,
        found(),
        new DriverFigures.Word(
            leftOut,
            status.findings(),
            status.capability().map(DriverCapability::attributes).orElse(Map.of()),
            List.copyOf(broken),
            List.copyOf(hints)));
  }
}
