package mm.soak;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import mm.deploy.service.Deployment;
import mm.deploy.service.Unit;
import mm.report.ViolationScript.Cause;
import mm.soak.unload.LinkedRecords;

/** Versions that have gone and whose classes have not. Used by the thread that replaces drivers. */
final class ClassLeaks {
  private static final int COLLECTIONS = 20;
  private static final long COLLECTION_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Deployment deployment;
  private final Chronicle chronicle;
  private Set<String> seen = Set.of();

  ClassLeaks(Deployment deployment, Chronicle chronicle) {
    this.deployment = deployment;
    this.chronicle = chronicle;
  }

  /**
   * A look while the load goes on: what had gone before the look before, and is still reachable
   * after one more collection, is a leak.
   */
  void look() {
    collect();
    List<String> now = deployment.lingering();
    tell(now.stream().filter(seen::contains));
    seen = Set.copyOf(now);
  }

  /** All that there are. Threads that ran a version's code may take a moment to end. */
  List<String> atTheEnd() {
    for (int i = 0; i < COLLECTIONS && !deployment.lingering().isEmpty(); i++) {
      collect();
      LockSupport.parkNanos(COLLECTION_PAUSE_NANOS);
    }
    List<String> left = deployment.lingering();
    tell(left.stream());
    return left;
  }

  private static void collect() {
    LinkedRecords.replace();
    System.gc();
  }

  /** A script loads no engine anew, so that it can say nothing about an engine's classes. */
  private void tell(Stream<String> versions) {
    versions
        .flatMap(each -> cause(each).stream())
        .findFirst()
        .ifPresent(chronicle::brokeEverywhere);
  }

  private Optional<Cause> cause(String version) {
    String name = version.substring(0, version.indexOf(' '));
    return deployment
        .find(name)
        .map(Unit::drivers)
        .flatMap(drivers -> drivers.stream().findFirst())
        .map(driver -> new Cause(Cause.CLASSES, "R4.3", driver, text(version)));
  }

  private static String text(String version) {
    return "classes of " + version + " are still reachable after it has gone";
  }
}
