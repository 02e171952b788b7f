package mm.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.Moment;
import mm.report.Who;

/** Many events of a run that never was, as spread as those of a real one. */
final class Load {
  private static final List<String> DRIVERS =
      List.of("kvm", "gru", "i915", "amd-iommu", "intel-svm", "hfi1", "nouveau", "hmm");

  private Load() {}

  static List<Event> of(int count) {
    Random random = new Random(1);
    List<Event> events = new ArrayList<>();
    long time = 0;
    while (events.size() < count) {
      time += random.nextInt(20_000);
      section(events, time, random);
    }
    return events;
  }

  private static void section(List<Event> events, long time, Random random) {
    String space = "p" + random.nextInt(8);
    long start = 0x5500_0000_0000L + random.nextInt(1 << 20) * 4096L * (random.nextInt(64) + 1);
    events.add(
        Event.of(EventKind.SECTION_BEGIN, Moment.at(time))
            .by(Who.in(space, "task 0"))
            .because(random.nextBoolean() ? "UNMAP" : "CLEAR")
            .on(start, start + 4096L * (1 + random.nextInt(64)))
            .with(Event.SECTION, events.size()));
    for (String each : DRIVERS) {
      boolean declines = random.nextInt(200) == 0;
      events.add(
          Event.of(declines ? EventKind.DECLINE : EventKind.CALLBACK, Moment.at(time + 10))
              .by(new Who(space, "main", each))
              .what("try-start")
              .because("UNMAP")
              .on(start, start + 4096)
              .answered(declines ? Event.WOULD_BLOCK : "done")
              .took(1L << random.nextInt(22)));
    }
  }
}
