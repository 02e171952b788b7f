package mm.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Logs to test with. */
public final class Logs {
  private Logs() {}

  /** A log with these events. */
  public static Path write(Path folder, List<Event> events) throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (EventLog log = EventLog.create(file)) {
      events.forEach(log::write);
    }
    return file;
  }

  /** One event of each kind, as a run would write them. */
  public static List<Event> oneOfEach() {
    Who task = Who.in("p0", "task 0");
    Who kvm = new Who("p0", "main", "kvm");
    return List.of(
        Event.of(EventKind.ATTACH, at(1)).by(kvm),
        section(EventKind.SECTION_BEGIN, 10).by(task),
        callback("start", 11).by(kvm),
        callback("try-start", 12)
            .by(new Who("p0", "main", "i915"))
            .kind(EventKind.DECLINE)
            .answered(Event.WOULD_BLOCK)
            .with(Event.BLOCKING, "forbidden"),
        Event.of(EventKind.WAIT, at(13))
            .by(kvm)
            .what("mutex slots")
            .took(40)
            .with(Event.HOLDER, "i915"),
        section(EventKind.SECTION_END, 60).by(task).answered("declined").took(50),
        Event.of(EventKind.OPERATION, at(9)).by(task).what("munmap").took(60),
        Event.of(EventKind.VIOLATION, at(70))
            .by(kvm)
            .what("R1.4")
            .with(Event.TEXT, "kept \"it\" </script>"),
        Event.of(EventKind.STALE, at(71)).by(kvm).on(0x1000, 0x2000).with(Event.TEXT, "0x1000"),
        Event.of(EventKind.REAP, at(80))
            .by(task)
            .what("call 5")
            .answered("given up")
            .with("pages", 12)
            .with("reapedMappings", 3)
            .with("skippedMappings", 1),
        Event.of(EventKind.OUTCOME, at(85))
            .by(Who.in("race, two drivers", ""))
            .what("deadlocks")
            .because("paired")
            .answered("unexpected"),
        Event.of(EventKind.DETACH, at(90)).by(kvm),
        Event.of(EventKind.RUN, at(99)).what("Replay of <b>test</b>").with("seed", 1),
        Event.of(EventKind.FIGURES, at(99))
            .by(Who.driver("kvm"))
            .with("told", 4)
            .with("toldInVain", 1),
        Event.of(EventKind.VERDICT, at(99)).what("found").with(Event.TEXT, "1 violation"));
  }

  /** A moment of a recording that runs a thousand times slower. */
  public static Moment at(long run) {
    return new Moment(run, 1_000 * run);
  }

  /** A callback of nobody yet. */
  public static Event callback(String name, long time) {
    return Event.of(EventKind.CALLBACK, at(time))
        .what(name)
        .because("UNMAP")
        .on(0x7f00_0000_1000L, 0x7f00_0000_3000L)
        .answered("done")
        .took(5);
  }

  /** A boundary of section 1. */
  public static Event section(EventKind kind, long time) {
    return Event.of(kind, at(time))
        .because("UNMAP")
        .on(0x7f00_0000_1000L, 0x7f00_0000_3000L)
        .with(Event.SECTION, 1);
  }
}
