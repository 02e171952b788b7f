package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import mm.api.Rule;

/** Copies of bundles whose drivers have gone: classes that nobody uses have to go too (R4.3). */
final class Departed {
  private final List<Copy.Trace> traces = new ArrayList<>();

  /** One that nobody here refers to any more. */
  void add(Copy copy) {
    copy.trace().ifPresent(traces::add);
  }

  /**
   * Whose classes are still there, one for each driver. Collects garbage when somebody has gone.
   *
   * @throws mm.conform.script.BadFieldException when this JVM lets no classes go
   */
  List<Breach> stay() {
    Unloading.await(traces.stream().map(Copy.Trace::loader).toList());
    traces.removeIf(each -> each.loader().get() == null);
    return traces.stream()
        .flatMap(each -> each.drivers().stream().map(id -> of(each, id)))
        .toList();
  }

  private static Breach of(Copy.Trace stays, String driver) {
    String text =
        String.format(
            "%s is gone, and its classes are still reachable after %d collections: %s",
            stays.words(), Unloading.COLLECTIONS, Holders.of(stays.loader().get()));
    return Breach.of(Breach.Kind.CLASSES, Rule.R4_3, driver, text);
  }
}
