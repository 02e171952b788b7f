package mm.core.swap;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.DriverStatus.State;
import mm.api.NotifierCore;
import mm.api.SwapObserver;
import mm.api.SwapPhase;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.core.OtherThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An engine with one driver in charge and another one on standby, and swaps of the two. */
abstract class SwapStage {
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(16); // all tries: half a minute
  private static final long LONG = TimeUnit.SECONDS.toNanos(40);
  static final String ONE = ScriptOne.class.getName();
  static final String TWO = ScriptTwo.class.getName();

  final NotifierCore core = NotifierCore.create();
  final List<String> log = Script.newLog();
  final ScriptOne one = new ScriptOne();
  final ScriptTwo two = new ScriptTwo();
  final AddressSpace space = core.createSpace("space", new LoadMemory());
  Attachment attachment;

  @BeforeEach
  void admitBoth() {
    one.log = log;
    two.log = log;
    core.drivers().admit(one);
    attachment = core.drivers().attach("script", space);
    assertInstanceOf(Admission.Admitted.class, core.drivers().admitStandby(two));
  }

  @AfterEach
  void close() {
    core.close();
  }

  SwapReport swap() {
    return swap(phase -> {});
  }

  SwapReport swap(SwapObserver observer) {
    return swap(LONG, observer);
  }

  private SwapReport swap(long limitNanos, SwapObserver observer) {
    return core.drivers().swap(new SwapPlan(ONE, TWO, limitNanos, observer));
  }

  /**
   * Swaps with a limit that one phase exceeds, whatever it is; longer if other phases, which need
   * no time to speak of, have exceeded it too, since the machine stood still.
   *
   * @param reached the phases before that one
   */
  SwapReport hurriedSwap(Set<SwapPhase> reached, SwapObserver observer) {
    long limit = SHORTEST;
    SwapReport report = swap(limit, observer);
    while (!report.reached().keySet().equals(reached) && limit < LONGEST) {
      limit *= 2;
      report = swap(limit, observer);
    }
    return report;
  }

  List<State> states() {
    return core.drivers().list().stream().map(each -> each.state()).toList();
  }

  void await(String line) {
    while (!log.contains(line)) {
      Thread.onSpinWait();
    }
  }

  /** Until every second driver that was attached has gone: there is one of each try. */
  void awaitSuccessorsGone() {
    List<String> now;
    do {
      Thread.onSpinWait();
      now = List.copyOf(log);
    } while (!now.contains("two detach")
        || Collections.frequency(now, "two attach") != Collections.frequency(now, "two detach"));
  }

  /** A section opened and ended by another thread. */
  record OtherThreadSection(AddressSpace space) implements Runnable {
    @Override
    public void run() {
      try (OtherThread other = new OtherThread()) {
        other.run(() -> space.end(space.begin(CLEAR, 0, 0x1000)));
      }
    }
  }
}
