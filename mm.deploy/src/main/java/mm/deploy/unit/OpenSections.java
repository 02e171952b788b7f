package mm.deploy.unit;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mm.api.AddressSpace;
import mm.api.OpenSection;

/** Waits for the sections that are open in an engine, so that its stop need not. */
final class OpenSections {
  private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Engine engine;

  OpenSections(Engine engine) {
    this.engine = engine;
  }

  /** Waits until those have ended that are open now; or says which one stays. */
  Optional<String> await(long limitNanos) {
    long began = System.nanoTime();
    Optional<String> open = open(began);
    while (open.isPresent() && System.nanoTime() - began < limitNanos) {
      LockSupport.parkNanos(PARK_NANOS);
      open = open(began);
    }
    return open;
  }

  private Optional<String> open(long began) {
    long elapsed = System.nanoTime() - began;
    return engine.core().stream()
        .flatMap(core -> core.spaces().stream())
        .flatMap(
            space ->
                space.openSections().stream()
                    .filter(s -> isOlder(s, elapsed))
                    .map(s -> text(space, s)))
        .findFirst();
  }

  /** Without guards nobody knows the age; the stop then waits for it. */
  private static boolean isOlder(OpenSection section, long nanos) {
    return section.ageNanos() > nanos;
  }

  private static String text(AddressSpace space, OpenSection section) {
    return "a section of thread "
        + section.thread()
        + " in "
        + space.name()
        + " "
        + section.range()
        + " stays open";
  }
}
