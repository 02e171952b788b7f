package mm.lab.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.lab.result.LabEvent;
import mm.lab.scenario.Outcome;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.IntervalNotifier;
import mm.spi.OpportunisticNotifier;

/**
 * Stands between the dispatcher and a notifier: every callback is a step, is noted, and is held
 * against what was told before.
 */
final class Told implements InvocationHandler {
  private static final Set<String> QUIET = Set.of("clearFlushYoung", "clearYoung", "testYoung");

  private final Rig rig;
  private final World world;
  private final Object notifier;
  private boolean left;
  private int open;
  private long sequence;
  private final List<AddressRange> started = new ArrayList<>();
  long starts;
  long ends;
  long declines;
  long releases;

  private Told(Rig rig, World world, Object notifier) {
    this.rig = rig;
    this.world = world;
    this.notifier = notifier;
  }

  /** A notifier of the same abilities; what it is told can be asked of the second. */
  static <N> Wrapped<N> wrap(Rig rig, World world, N notifier) {
    Told told = new Told(rig, world, notifier);
    Set<Class<?>> abilities = new LinkedHashSet<>();
    for (Class<?> each = notifier.getClass(); each != null; each = each.getSuperclass()) {
      abilities.addAll(Arrays.asList(each.getInterfaces()));
    }
    abilities.removeIf(each -> !each.getName().startsWith("mm.spi."));
    Object proxy =
        Proxy.newProxyInstance(
            Told.class.getClassLoader(), abilities.toArray(Class<?>[]::new), told);
    @SuppressWarnings("unchecked") // it has all abilities, and is used through them only
    N same = (N) proxy;
    return new Wrapped<>(same, told);
  }

  /** Both sides. */
  record Wrapped<N>(N notifier, Told told) {}

  /** From now on nobody may call. */
  void left() {
    if (open > 0) {
      world.journal.found(
          Outcome.UNPAIRED,
          rig.name(),
          rig.name() + " has left between " + open + " start and its end");
    }
    left = true;
  }

  boolean isInterval() {
    return !left && notifier instanceof IntervalNotifier;
  }

  boolean isStarted() {
    return !left && (notifier instanceof DecliningNotifier || rig.hasEnd(notifier));
  }

  boolean isBetweenStartAndEnd(long address) {
    return !left && started.stream().anyMatch(each -> each.contains(address));
  }

  void sequenceSet(long now) {
    world.journal.mark(Journal.Mark.SET_SEQUENCE);
    sequence = now;
  }

  int open() {
    return left ? 0 : open;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return own(proxy, method, arguments);
    }
    if (QUIET.contains(method.getName())) {
      return call(method, arguments);
    }
    if (!method.getName().equals("release")) {
      // A section that began before who leaves is off the list would have to be waited for.
      world.course.step(rig.name() + " " + method.getName());
    }
    world.dispatching.touchBetweenCallbacks(rig.space());
    world.course.enter(rig.object());
    try {
      return told(method, arguments);
    } finally {
      world.course.leaveObject();
      world.changed(rig.space());
      world.reactions.look();
    }
  }

  private Object own(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> rig.name();
    };
  }

  private Object told(Method method, Object[] arguments) throws Throwable {
    InvalidationRange range = range(arguments);
    note(LabEvent.Kind.CALLBACK, range, "is told " + words(method) + about(range));
    if (left) {
      world.journal.found(
          Outcome.UNPAIRED, rig.name(), rig.name() + " is called after it had left");
    }
    before(method, range);
    Callback now = new Callback(method.getName(), range);
    Callback outer = rig.calling(now);
    long began = world.clocks.now();
    Object answer;
    try {
      answer = call(method, arguments);
      after(method, range, answer);
    } catch (RuntimeException thrown) {
      note(LabEvent.Kind.ANSWER, range, "throws: " + thrown.getMessage());
      open += isStart(method) && rig.hasEnd(notifier) ? 1 : 0; // it may have counted (R2.1)
      throw thrown;
    } finally {
      rig.calling(outer);
      world.clocks.returned(rig, began);
    }
    if (!left && answer != Answer.WOULD_BLOCK) {
      check(method, arguments, range);
    }
    return answer;
  }

  /** What a callback must have done when it returns; thrown in its place if it has not. */
  private void check(Method method, Object[] arguments, InvalidationRange range) {
    if (isStart(method)) {
      world.guards.dropped(rig, range, AddressRange.WHOLE);
    } else if (arguments[0] instanceof IntervalSubscription own) {
      rig.space().epochSince =
          rig.space().epochSince < 0 ? world.clocks.now() : rig.space().epochSince;
      world.guards.sequenceSet(rig, range, (long) arguments[2], sequence);
      if (!rig.isToldOfStarts()) {
        world.guards.dropped(rig, range, own.range());
      }
    } else if (method.getName().equals("release")) {
      world.guards.released(rig);
    }
  }

  /** What a driver is in. */
  record Callback(String name, InvalidationRange range) {
    boolean mayWait() {
      return range == null || range.blocking() == Blocking.ALLOWED;
    }
  }

  private static InvalidationRange range(Object... arguments) {
    for (Object each : arguments) {
      if (each instanceof InvalidationRange range) {
        return range;
      }
    }
    return null;
  }

  private static String words(Method method) {
    return switch (method.getName()) {
      case "tryStart" -> "start";
      case "flushSecondaryTlb" -> "flush";
      default -> method.getName();
    };
  }

  private static String about(InvalidationRange range) {
    return range == null ? "" : " of " + World.text(range.start(), range.end());
  }

  private void note(LabEvent.Kind kind, InvalidationRange range, String text) {
    if (range == null) {
      world.journal.note(kind, rig.name(), text);
    } else {
      world.journal.note(kind, rig.name(), rig.space().name, range.toRange(), text);
    }
  }

  private void before(Method method, InvalidationRange range) {
    if (method.getName().equals("end")) {
      ends++;
      if (open == 0) {
        world.journal.found(
            Outcome.UNPAIRED, rig.name(), rig.name() + " sees an end without its start");
      }
      open = Math.max(0, open - 1);
      started.remove(range == null ? null : range.toRange());
    } else if (method.getName().equals("release")) {
      releases++;
      if (releases > 1) {
        world.journal.found(Outcome.UNPAIRED, rig.name(), rig.name() + " is released twice");
      }
    } else {
      starts++;
    }
  }

  private void after(Method method, InvalidationRange range, Object answer) {
    boolean pairs = rig.hasEnd(notifier);
    boolean declined = answer == Answer.WOULD_BLOCK;
    boolean keeps = notifier instanceof OpportunisticNotifier && ModelDriver.mayFail(world);
    if (declined) {
      declines++;
      note(LabEvent.Kind.ANSWER, range, keeps ? "keeps its pages" : "declines");
    }
    if (isStart(method) && pairs && (!declined || keeps)) {
      open++;
      started.add(range.toRange());
    }
  }

  private static boolean isStart(Method method) {
    return method.getName().equals("start") || method.getName().equals("tryStart");
  }

  private Object call(Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(notifier, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
