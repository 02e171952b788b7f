package mm.lab.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.lab.explore.Waiting;
import mm.lab.result.LabEvent;
import mm.lab.scenario.Command;
import mm.lab.scenario.Pages;
import mm.spi.Access;

/** Does what the lines of a thread, or of a callback, say. */
final class Interpreter {
  /** A section of this thread; null of a declined one. */
  private record Begun(SimSpace space, OpenSections.Open open) {}

  private final World world;
  private final List<Command> commands;
  private final Deque<Begun> begun = new ArrayDeque<>();
  private long lastStamp;

  Interpreter(World world, List<Command> commands) {
    this.world = world;
    this.commands = commands;
  }

  void run() {
    for (int i = 0; i < commands.size(); i++) {
      world.progress.at(i);
      perform(commands.get(i));
    }
    world.progress.at(commands.size());
  }

  void perform(Command command) {
    Operations operations = world.operations;
    switch (command.verb()) {
      case MAP -> operations.map(space(command), pages(command, 1));
      case TOUCH -> operations.touch(space(command), page(command, 1));
      case WRITE -> operations.write(space(command), page(command, 1));
      case UNMAP -> operations.unmap(space(command), pages(command, 1));
      case DISCARD -> operations.discard(space(command), pages(command, 1));
      case PROTECT -> operations.protect(space(command), pages(command, 1));
      case RECLAIM -> operations.reclaim(space(command), page(command, 1));
      case MIGRATE -> operations.migrate(space(command), page(command, 1), command.argument(2, ""));
      case FORK -> operations.copyOnWrite.fork(space(command), command.argument(1, ""));
      case EXIT -> operations.exit(space(command));
      case REAP -> operations.reap(space(command), Integer.parseInt(command.argument(1, "3")));
      case BEGIN -> begin(space(command), pages(command, 1), command.argument(2, "blocking"));
      case CLEAR_PAGES -> clearPages(space(command), pages(command, 1));
      case BEGIN_BYTES -> beginBytes(space(command), command.argument(1, ""));
      case END -> end(space(command));
      case END_AGAIN -> world.dispatching.endAgain(space(command), lastStamp);
      case LOSE -> operations.lose(space(command), pages(command, 1));
      case FLUSH -> world.dispatching.flush(space(command), pages(command, 1).range());
      default -> others(command);
    }
  }

  private void others(Command command) {
    String name = command.argument(0, "");
    switch (command.verb()) {
      case ACCESS -> access(name, page(command, 1), command.argument(2, "read"));
      case ATTACH -> world.turns.change(() -> rig(name, Rig::attach));
      case DETACH -> rig(name, Rig::detach);
      case UNLOAD -> rig(name, Rig::unload);
      case QUARANTINE -> rig(name, Rig::quarantine);
      case RELEASE -> world.turns.change(() -> rig(name, Rig::release));
      case SWAP -> world.turns.change(() -> swap(name, command.argument(1, "")));
      case SWAP_ENGINE -> new EngineSwap(world).run();
      case WORK -> work(Integer.parseInt(name));
      case LOCK -> lock(name);
      case UNLOCK -> unlock(name);
      case SET -> setFlag(name, true);
      case CLEAR -> setFlag(name, false);
      case WAIT -> await(name);
      case ALLOCATE -> allocate();
      case STEP -> world.course.step("step");
      default -> throw new IllegalStateException(command + " is not for threads");
    }
  }

  private SimSpace space(Command command) {
    return world.spaces.await(command.argument(0, ""));
  }

  private static Pages pages(Command command, int index) {
    return Pages.of(command.argument(index, "")).orElseThrow();
  }

  private static int page(Command command, int index) {
    return pages(command, index).first();
  }

  private void rig(String name, Consumer<Rig> action) {
    Rig rig = world.rigs.get(name);
    if (rig != null) {
      world.spaces.await(rig.spec().space());
      action.accept(rig);
    }
  }

  private void access(String name, int page, String how) {
    Rig rig = world.rigs.get(name);
    rig = rig == null ? null : rig.serving();
    if (rig != null && rig.isAttached()) {
      rig.accesses.make(page, how.equals("write") ? Access.WRITE : Access.READ);
    }
  }

  private void begin(SimSpace in, Pages pages, String how) {
    OpenSections.Open open =
        world.dispatching.begin(
            in,
            InvalidationEvent.CLEAR,
            pages.range(),
            how.equals("blocking") ? Blocking.ALLOWED : Blocking.FORBIDDEN,
            MigrationOwner.NONE);
    begun(in, open);
  }

  private void begun(SimSpace in, OpenSections.Open open) {
    begun.push(new Begun(in, open));
    lastStamp = open == null ? AddressSpace.DECLINED : open.stamp()[0];
  }

  private void beginBytes(SimSpace in, String bytes) {
    String[] ends = bytes.split("\\.\\.");
    OpenSections.Open open =
        world.dispatching.beginBytes(in, Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    begun(in, open);
  }

  private void swap(String old, String next) {
    if (world.rigs.containsKey(old) && world.rigs.containsKey(next)) {
      new Swap(world, world.rigs.get(old), world.rigs.get(next)).run();
    }
  }

  private void work(int millis) {
    world.course.await(
        new Waiting("works for " + millis + " ms", () -> false, List.of(), List::of),
        TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void clearPages(SimSpace in, Pages pages) {
    if (innermost(in).open() != null) {
      world.operations.free(in, world.operations.clear(in, pages));
    }
  }

  private void end(SimSpace in) {
    Begun last = innermost(in);
    begun.remove(last);
    if (last.open() != null) {
      world.dispatching.end(in, last.open());
    }
  }

  /** There is one: the reader refuses a thread that ends what it has not begun. */
  private Begun innermost(SimSpace in) {
    return begun.stream().filter(each -> each.space() == in).findFirst().orElseThrow();
  }

  private void lock(String name) {
    world.journal.note(LabEvent.Kind.WAIT, "", "takes lock " + name);
    world.locks.lock(name);
  }

  /** A step of its own, so that others can meet the lock taken. */
  private void unlock(String name) {
    world.course.step("unlock");
    world.locks.unlock(name);
  }

  private void setFlag(String name, boolean value) {
    world.course.step("flag");
    world.journal.note(LabEvent.Kind.WAIT, "", (value ? "sets " : "clears ") + name);
    world.setFlag(name, value);
  }

  private void await(String flag) {
    world.journal.note(LabEvent.Kind.WAIT, "", "waits for " + flag);
    world.course.await(
        new Waiting(
            world.describeFlag(flag),
            () -> world.flag(flag),
            List.of("flag " + flag),
            () -> world.progress.setters(flag)),
        Long.MAX_VALUE);
  }

  private void allocate() {
    world.journal.note(LabEvent.Kind.MEMORY, "", "allocates a frame");
    world.frames.take();
  }
}
