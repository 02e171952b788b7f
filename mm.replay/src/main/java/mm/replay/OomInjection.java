package mm.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mm.machine.Machine;
import mm.machine.OomChoice;
import mm.machine.OomReaper;
import mm.machine.Reap;
import mm.machine.ReaperPolicy;

/**
 * Lets memory run out on the machine of one recording: the OOM killer chooses among the replayed
 * processes, the reaper does its work on its virtual clock, and the victim exits. What the
 * recording tells of the victim later is passed over.
 */
final class OomInjection {
  private final String recording;
  private final OomSchedule schedule;
  private final OomReaper reaper;
  private final Journal journal;
  private final List<OomFigures.Kill> kills = new ArrayList<>();
  private long calls;

  OomInjection(
      String recording,
      OomSchedule schedule,
      Machine machine,
      ReaperPolicy policy,
      Journal journal) {
    this.recording = recording;
    this.schedule = schedule;
    this.journal = journal;
    this.reaper = new OomReaper(machine, policy);
  }

  /** A call has been executed. */
  void executed(MemoryTable tasks, Story story) {
    calls++;
    if (schedule.isDue()) {
      story.outOfMemory(kills.size() + 1, calls);
      run(tasks, story);
    }
  }

  private void run(MemoryTable tasks, Story story) {
    OomChoice choice = reaper.kill();
    Optional<Reap> reap = choice.victim().map(victim -> reaper.run().get(0));
    OomFigures.Kill kill = new OomFigures.Kill(recording, calls, choice.reason(), reap);
    kills.add(kill);
    story.reaped(kill);
    journal.reaped(kill);
    choice.victim().ifPresent(victim -> tasks.killed(victim.space()));
  }

  List<OomFigures.Kill> kills() {
    return kills;
  }
}
