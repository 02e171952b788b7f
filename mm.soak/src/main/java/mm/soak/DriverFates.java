package mm.soak;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import mm.deploy.service.Unit;
import mm.report.ScriptStep;

/** Tells the chronicle what becomes of drivers, while it goes on. */
final class DriverFates {
  /** Whose thread it is, beside those of the load. */
  private static final String OPERATOR = "operator";

  private final Chronicle chronicle;

  DriverFates(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /** Something happens to all drivers of a bundle, since then; the caller says when it is over. */
  List<Chronicle.Everywhere> tell(String op, Unit unit, long began) {
    return unit.drivers().stream()
        .map(each -> chronicle.everywhere(() -> step(op, each), began))
        .toList();
  }

  private static ScriptStep step(String op, String driver) {
    return ScriptStep.of(op).with("driver", driver).with("thread", OPERATOR);
  }

  /** Does something to all drivers of a bundle. */
  void telling(String op, Unit unit, Runnable what) {
    List<Chronicle.Everywhere> told = tell(op, unit, chronicle.now());
    try {
      what.run();
    } finally {
      told.forEach(Chronicle.Everywhere::over);
    }
  }

  /** Does something to one driver, and waits until it is done. */
  void telling(String op, String driver, Supplier<CompletionStage<?>> what) {
    Chronicle.Everywhere told = chronicle.everywhere(() -> step(op, driver));
    try {
      what.get().toCompletableFuture().join();
    } finally {
      told.over();
    }
  }
}
