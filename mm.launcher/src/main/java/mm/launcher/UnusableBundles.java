package mm.launcher;

import java.io.PrintStream;
import java.util.List;

/** The bundles that could not be used and that the engine has nothing to say about. */
final class UnusableBundles {
  private UnusableBundles() {}

  /** Without those that the engine refused: it vetoes them, and knows the reason better. */
  static List<UnusableBundle> of(Host host, List<DriverRow> drivers) {
    return host.unusable().stream()
        .filter(bundle -> drivers.stream().noneMatch(driver -> driver.isOf(bundle)))
        .toList();
  }

  /** Says before a verb starts what it will do without. */
  static void report(Host host, PrintStream err) {
    if (!host.unusable().isEmpty()) {
      of(host, DriverRow.all(host)).forEach(bundle -> err.println("mm: without " + bundle));
    }
  }
}
