package mm.machine;

import java.util.List;
import java.util.Optional;
import mm.machine.memory.ProcessMemory;
import mm.machine.oom.Badness;

/**
 * Whom the OOM killer chooses.
 *
 * @param victim the process, empty when there is none to be killed now
 * @param reason why
 */
public record OomChoice(Optional<UserProcess> victim, Reason reason) {
  /** Why somebody, or nobody, is chosen. */
  public enum Reason {
    /** It has the most points. */
    WORST,
    /** An earlier victim has not been reaped yet. */
    WAIT,
    /** Nobody may be killed. */
    NOBODY
  }

  /** The score adjustment that protects a process. */
  public static final int NEVER = -1000;

  static OomChoice among(List<UserProcess> processes, long totalPages) {
    UserProcess worst = null;
    long most = Long.MIN_VALUE;
    for (UserProcess each : processes) {
      ProcessMemory memory = each.memory();
      if (memory.oom().isVictim() && !memory.oom().isSkipped()) {
        return new OomChoice(Optional.empty(), Reason.WAIT);
      }
      if (!memory.oom().isSkipped() && each.proc().oomScoreAdjustment() != NEVER) {
        long points = Badness.points(memory, each.proc().oomScoreAdjustment(), totalPages);
        if (points >= most) { // of equals the later one
          most = points;
          worst = each;
        }
      }
    }
    return new OomChoice(Optional.ofNullable(worst), worst == null ? Reason.NOBODY : Reason.WORST);
  }
}
