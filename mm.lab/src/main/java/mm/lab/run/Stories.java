package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import mm.lab.result.LabEvent;
import mm.lab.result.StoryStep;

/** Tells a run: who did what, in order, without what follows from the line before. */
final class Stories {
  private final List<StoryStep> steps = new ArrayList<>();
  private LabEvent before;

  private Stories() {}

  static List<StoryStep> tell(List<LabEvent> events) {
    Stories stories = new Stories();
    for (LabEvent each : events) {
      if (each.step() > 0 && each.kind() != LabEvent.Kind.FINDING && !each.thread().equals("-")) {
        stories.add(each);
      }
    }
    return stories.steps;
  }

  private void add(LabEvent event) {
    boolean goesOn = before != null && before.thread().equals(event.thread());
    if (event.kind() == LabEvent.Kind.SECTION_BEGIN) {
      before = event;
      return;
    }
    boolean announces =
        event.kind() == LabEvent.Kind.OPERATION && event.text().startsWith("announces");
    if (goesOn && announces && before.kind() == LabEvent.Kind.OPERATION) {
      return; // it was said what for
    }
    boolean answers =
        event.kind() == LabEvent.Kind.ANSWER || event.kind() == LabEvent.Kind.DECLINED;
    if (goesOn && answers && !steps.isEmpty()) {
      StoryStep last = steps.remove(steps.size() - 1);
      steps.add(new StoryStep(last.number(), last.who(), last.what() + "; " + event.text()));
    } else {
      steps.add(new StoryStep(steps.size() + 1, who(event), event.text()));
    }
    before = event;
  }

  private static String who(LabEvent event) {
    boolean called = event.kind() == LabEvent.Kind.CALLBACK || event.kind() == LabEvent.Kind.ANSWER;
    return called ? event.thread() + "/" + event.driver() : event.thread();
  }
}
