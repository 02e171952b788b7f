package mm.soak;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import mm.deploy.service.Deployment;
import mm.deploy.service.Unit;
import mm.report.ViolationScript.Cause;
import mm.soak.unload.LinkedRecords;

/** Versions that have gone and whose classes have not. Used by the thread that replaces drivers. */
final class ClassLeaks {
  static final int COLLECTIONS = 20;
  private static final long COLLECTION_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Deployment deployment;
  private final Chronicle chronicle;
  private final Runnable collection;

  ClassLeaks(Deployment deployment, Chronicle chronicle) {
    this(deployment, chronicle, ClassLeaks::collect);
  }

  /** With another way to let the garbage collector come by, and to give it and threads time. */
  ClassLeaks(Deployment deployment, Chronicle chronicle, Runnable collection) {
    this.deployment = deployment;
    this.chronicle = chronicle;
    this.collection = collection;
  }

  private static void collect() {
    LinkedRecords.replace();
    System.gc();
    LockSupport.parkNanos(COLLECTION_PAUSE_NANOS);
  }

  /** All that there are. Threads that run a version's code may take a moment to leave it. */
  List<String> look() {
    for (int i = 0; i < COLLECTIONS && !deployment.lingering().isEmpty(); i++) {
      collection.run();
    }
    List<String> left = deployment.lingering();
    tell(left.stream());
    return left;
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
