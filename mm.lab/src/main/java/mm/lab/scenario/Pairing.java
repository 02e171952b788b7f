package mm.lab.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what a thread ends was begun before, and what it gives back was taken. */
public final class Pairing {
  private static final String NO_SECTION =
      "it has begun no section there; write 'begin SPACE PAGES' before it";
  private static final String NO_LOCK = "it has not taken that lock; write 'lock NAME' before it";

  private final List<String> open = new ArrayList<>();
  private final List<String> locks = new ArrayList<>();

  private Pairing() {}

  /** A command that belongs to nothing before it. */
  record Unpaired(int index, String problem) {}

  /** The first such command of a thread, or of a callback, where locks may be another's. */
  static Optional<Unpaired> find(List<Command> commands, Verb.Where place) {
    Pairing pairing = new Pairing();
    for (int i = 0; i < commands.size(); i++) {
      Optional<String> problem = pairing.next(commands.get(i), place);
      if (problem.isPresent()) {
        return Optional.of(new Unpaired(i, problem.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * A thread's commands without one of them, and without those that belonged to it.
   *
   * @param commands of a thread
   * @param index which to leave out
   * @return the others that still make sense
   */
  public static List<Command> without(List<Command> commands, int index) {
    List<Command> fewer = new ArrayList<>(commands);
    fewer.remove(index);
    Optional<Unpaired> next = find(fewer, Verb.Where.THREADS);
    while (next.isPresent()) {
      fewer.remove(next.get().index());
      next = find(fewer, Verb.Where.THREADS);
    }
    return List.copyOf(fewer);
  }

  private Optional<String> next(Command command, Verb.Where place) {
    String name = command.argument(0, "");
    return switch (command.verb()) {
      case BEGIN, BEGIN_BYTES -> opens(open, name);
      case END -> wanted(open.remove(name), command, NO_SECTION);
      case CLEAR_PAGES -> wanted(open.contains(name), command, NO_SECTION);
      case LOCK -> opens(locks, name);
      case UNLOCK -> wanted(place == Verb.Where.CALLBACKS || locks.remove(name), command, NO_LOCK);
      default -> Optional.empty();
    };
  }

  private static Optional<String> opens(List<String> all, String name) {
    all.add(name);
    return Optional.empty();
  }

  private static Optional<String> wanted(boolean is, Command command, String why) {
    return is ? Optional.empty() : Optional.of("'" + command + "': " + why);
  }
}
