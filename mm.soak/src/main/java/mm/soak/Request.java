package mm.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be done.
 *
 * @param swaps how many swaps
 * @param seconds for how long at least; 0 for no longer than the swaps take
 * @param threads how many threads of load
 * @param drivers which drivers, besides the witness; empty for all
 * @param way how drivers are replaced
 * @param disturbance whether broken versions, slow callbacks and refreshes come in
 * @param engines how many times the engine itself is swapped meanwhile
 * @param updates how many times the same load is put on {@code Bundle.update}, to compare
 * @param seed of all random choices
 * @param until when it is over
 * @param save where to write what led to the first violation
 */
record Request(
    int swaps,
    int seconds,
    int threads,
    Set<String> drivers,
    Way way,
    Disturbance disturbance,
    int engines,
    int updates,
    long seed,
    Until until,
    Optional<Path> save) {
  /** How drivers are replaced. */
  enum Way {
    /** By the deployer. */
    SWAP,
    /** The old one away, then the new one: the planted bug that the soak has to catch. */
    NAIVE
  }

  /** When it is over. */
  enum Until {
    /** When all has been done that was asked for. */
    DONE,
    /** When something has happened for the first time that must not. */
    FIRST_VIOLATION
  }

  /** What else happens. */
  enum Disturbance {
    /** Stops, quarantines, roll-backs: all announced. */
    ORDERLY,
    /** Broken versions, callbacks that fail or take long, refreshes as well. */
    CHAOS
  }

  /** Reads options in types of the JDK; who gives them checks them. */
  static Request of(Map<String, Object> options) {
    List<?> drivers = (List<?>) options.getOrDefault("drivers", List.of());
    return new Request(
        (Integer) options.get("swaps"),
        (Integer) options.get("seconds"),
        (Integer) options.get("threads"),
        Set.copyOf(drivers.stream().map(String::valueOf).toList()),
        Boolean.TRUE.equals(options.get("naive")) ? Way.NAIVE : Way.SWAP,
        Boolean.TRUE.equals(options.get("chaos")) ? Disturbance.CHAOS : Disturbance.ORDERLY,
        (Integer) options.getOrDefault("engines", 0),
        (Integer) options.get("updates"),
        (Long) options.get("seed"),
        Boolean.TRUE.equals(options.get("failFast")) ? Until.FIRST_VIOLATION : Until.DONE,
        Optional.ofNullable((Path) options.get("save")));
  }
}
