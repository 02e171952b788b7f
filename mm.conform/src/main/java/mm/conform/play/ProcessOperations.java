package mm.conform.play;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import mm.api.AddressRange;
import mm.conform.play.Arguments.Range;
import mm.machine.UserProcess;

/** Operations on processes and subscribers. */
final class ProcessOperations {
  private ProcessOperations() {}

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("record", step -> always(world -> world.recording().start()));
    all.put("fork", ProcessOperations::fork);
    all.put("vfork", ProcessOperations::vfork);
    all.put("execve", step -> of(step, UserProcess::exec));
    all.put("exit", step -> of(step, UserProcess::exit));
    all.put("kill", ProcessOperations::kill);
    all.put("process_mrelease", ProcessOperations::processMrelease);
    all.put("subscribe", ProcessOperations::subscribe);
    all.put("unsubscribe", ProcessOperations::unsubscribe);
  }

  private static Action always(Consumer<World> action) {
    return world -> {
      action.accept(world);
      return Results.SUCCESS;
    };
  }

  private static Action of(Arguments step, Consumer<UserProcess> action) {
    String process = step.process();
    return always(world -> action.accept(world.process(process)));
  }

  private static Action fork(Arguments step) {
    String child = step.fields().text("child");
    String process = step.process();
    return always(world -> world.add(child, world.process(process).fork(child)));
  }

  private static Action vfork(Arguments step) {
    String child = step.fields().text("child");
    String process = step.process();
    return always(world -> world.add(child, world.process(process).shareAddressSpace(child)));
  }

  /** Held at its exit: it exits when the world ends, or by a step of its own. */
  private static Action kill(Arguments step) {
    String target = step.fields().text("target");
    boolean held = step.fields().optionalText("hold").isPresent();
    return always(
        world -> {
          world.process(target).kill();
          if (!held) {
            world.process(target).exit();
          }
        });
  }

  private static Action processMrelease(Arguments step) {
    String target = step.fields().text("target");
    String process = step.process();
    return world -> Results.of(world.process(process).processMrelease(world.process(target)));
  }

  /** Recordings only know the kind that is told of starts and ends. */
  private static Action subscribe(Arguments step) {
    String subscriber = step.fields().text("subscriber");
    String process = step.process();
    Subscriber.Kind kind =
        step.fields().has("kind")
            ? step.fields().choice("kind", Subscriber.KINDS)
            : Subscriber.Kind.PAIRED;
    if (kind == Subscriber.Kind.PAIRED) {
      return always(world -> world.subscribe(subscriber, process));
    }
    Range range = kind == Subscriber.Kind.INTERVAL ? step.range() : new Range(0, AddressRange.TOP);
    return always(world -> world.subscribe(kind, subscriber, process, range));
  }

  private static Action unsubscribe(Arguments step) {
    String subscriber = step.fields().text("subscriber");
    return always(world -> world.subscriber(subscriber).leave());
  }
}
