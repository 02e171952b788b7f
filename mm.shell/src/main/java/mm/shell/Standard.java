package mm.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mm.shell.felix.Inventory;
import mm.shell.felix.Question;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Offers what the commands show to the standard tools of Felix: health checks and the inventory.
 * Their packages are imported optionally, so that the shell runs in a framework without them too; a
 * bundle that comes later is seen after a refresh of the shell.
 */
final class Standard {
  private static final String HEALTH = "org.apache.felix.hc.api";
  private static final String INVENTORY = "org.apache.felix.inventory";
  private static final List<String> SHOWN =
      List.of("drivers", "units", "spaces", "sections", "waits", "stats", "health");

  private final BundleContext context;
  private final Engine engine;
  private final Commands commands;

  Standard(BundleContext context, Engine engine, Commands commands) {
    this.context = context;
    this.engine = engine;
    this.commands = commands;
  }

  /** Registers what there are packages for; the framework takes it back when the bundle stops. */
  void register() {
    if (isWired(HEALTH)) {
      Question.register(
          context, "mm engine", "mm-engine", answers(() -> Check.ofEngine(engine.core())));
      Question.register(
          context, "mm drivers", "mm-drivers", answers(() -> Check.ofDrivers(engine.core())));
      Question.register(
          context,
          "mm deployer",
          "mm-deployer",
          answers(() -> Check.ofDeployment(engine.deployment())));
      Question.register(
          context,
          "mm configurations",
          "mm-configurations",
          answers(() -> engine.configurations().map(Check::of).stream().toList()));
    }
    if (isWired(INVENTORY)) {
      Inventory.register(context, SHOWN, commands::run);
    }
  }

  private boolean isWired(String name) {
    return context
        .getBundle()
        .adapt(BundleWiring.class)
        .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
        .stream()
        .map(each -> each.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
        .anyMatch(name::equals);
  }

  private static Supplier<List<Question.Answer>> answers(Supplier<List<Check>> checks) {
    return () -> {
      List<Question.Answer> answers = new ArrayList<>();
      try {
        checks.get().forEach(each -> answers.addAll(answers(each)));
      } catch (CommandFailure e) {
        answers.add(new Question.Answer("CRITICAL", e.getMessage()));
      }
      return answers;
    };
  }

  private static List<Question.Answer> answers(Check check) {
    return check.details().isEmpty()
        ? List.of(new Question.Answer("OK", "no " + check.name()))
        : check.details().stream()
            .map(each -> new Question.Answer(check.status().toString(), check.name() + ": " + each))
            .toList();
  }
}
