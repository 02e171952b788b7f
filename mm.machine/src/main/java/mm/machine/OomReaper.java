package mm.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mm.machine.memory.ProcessMemory;
import mm.machine.oom.Reaping;

/**
 * The OOM killer and its reaper: chooses a victim, kills it, and takes its memory before it exits.
 * Never waits for anybody (R5.1): a mapping that a notifier refuses is skipped and tried again, at
 * most ten times at 100 ms (R5.2); then the victim is marked and never looked at again (R5.3).
 *
 * <p>Time is virtual: {@link #clockMillis()} moves when the reaper would sleep.
 *
 * <p><b>Concurrency.</b> One thread, as in Linux; victims may exit on theirs.
 */
public final class OomReaper {
  private static final int ATTEMPTS = 10;
  private static final long RETRY_MILLIS = 100;
  private static final long SKIP_MILLIS = 1000;

  private record Queued(String victim, ProcessMemory memory, long visibleMillis) {}

  private final Machine machine;
  private final ReaperPolicy policy;
  private final Deque<Queued> queue = new ArrayDeque<>();
  private long millis;

  /**
   * Makes the reaper of a machine.
   *
   * @param machine whose processes it looks at
   * @param policy what it does with notifiers
   */
  public OomReaper(Machine machine, ReaperPolicy policy) {
    this.machine = machine;
    this.policy = policy;
  }

  /**
   * The reaper's clock.
   *
   * @return milliseconds since it was made
   */
  public long clockMillis() {
    return millis;
  }

  /**
   * Chooses a victim, kills it and queues its memory for {@link #run}.
   *
   * @return what was done
   */
  public OomChoice kill() {
    OomChoice choice = OomChoice.among(machine.processes(), machine.state().totalPages());
    choice.victim().ifPresent(this::kill);
    return choice;
  }

  /**
   * The same among the processes of a group that has reached its limit: its limit is the memory
   * that scores are held against.
   *
   * @param group the group
   * @return what was done
   */
  public OomChoice kill(MemoryGroup group) {
    List<UserProcess> members =
        machine.processes().stream()
            .filter(each -> each.memory().group() == group.pages())
            .toList();
    OomChoice choice = OomChoice.among(members, group.pages().limit());
    choice.victim().ifPresent(this::kill);
    return choice;
  }

  private void kill(UserProcess victim) {
    ProcessMemory memory = victim.memory();
    memory.oom().setVictim();
    for (UserProcess each : machine.processes()) {
      if (each.memory() == memory) {
        each.kill();
      }
    }
    if (memory.oom().queue()) {
      long visible = millis + machine.state().kernel().reapDelayMillis();
      queue.push(new Queued(victim.name(), memory, visible));
    }
  }

  /**
   * Reaps what is queued, last in first out.
   *
   * @return one entry per victim
   */
  public List<Reap> run() {
    List<Reap> reaps = new ArrayList<>();
    while (!queue.isEmpty()) {
      Queued next = queue.pop();
      machine.operations().begin("oom reaper", next.victim);
      reaps.add(ReapRecording.around(policy, () -> reap(next)));
      machine.operations().done();
    }
    return reaps;
  }

  private Reap reap(Queued next) {
    millis = Math.max(millis, next.visibleMillis);
    Reaping last = null;
    Reap.Outcome outcome = Reap.Outcome.GIVEN_UP;
    int attempts = 0;
    long pages = 0;
    while (attempts < ATTEMPTS && outcome == Reap.Outcome.GIVEN_UP) {
      attempts++;
      last = new Reaping(next.memory, policy);
      outcome = attempt(next.memory, last);
      pages += last.pages();
      if (outcome == Reap.Outcome.GIVEN_UP) {
        millis += RETRY_MILLIS;
      }
    }
    next.memory.oom().setSkip();
    return new Reap(next.victim, outcome, attempts, pages, last.reaped(), last.refused(), millis);
  }

  /** One attempt; GIVEN_UP asks for another. The queries are stable under the mmap lock. */
  private Reap.Outcome attempt(ProcessMemory memory, Reaping reaping) {
    if (!memory.mmapLock().readLock().tryLock()) {
      return Reap.Outcome.GIVEN_UP;
    }
    try {
      if (memory.oom().isSkipped()) {
        return Reap.Outcome.EXITED;
      }
      if (isLeftAlone(memory)) {
        millis += SKIP_MILLIS;
        return Reap.Outcome.LEFT_ALONE;
      }
      return reaping.run() ? Reap.Outcome.REAPED : Reap.Outcome.GIVEN_UP;
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private boolean isLeftAlone(ProcessMemory memory) {
    return switch (policy) {
      case SKIP_NOTIFIED -> memory.space().hasOomUnsafeNotifiers();
      case SKIP_BLOCKABLE -> memory.space().hasBlockableNotifiers();
      default -> false;
    };
  }
}
