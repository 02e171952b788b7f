package mm.verify.bnd;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.service.Plugin;
import aQute.bnd.service.verifier.VerifierPlugin;
import aQute.service.reporter.Reporter;
import java.util.List;
import java.util.Map;
import mm.verify.Hit;
import mm.verify.Policy;
import mm.verify.Strictness;
import mm.verify.Verdict;
import mm.verify.Verifier;

/**
 * Fails the build of a driver bundle that {@code mm verify} would refuse, with the same findings.
 *
 * <p>{@code -plugin.mm.verify: mm.verify.bnd.DriverVerifier;strict=true;policy="(blocking=never)"};
 * both properties may be left out. Whoever writes the line says that the bundle is a driver, so one
 * without any sign of a driver fails too.
 */
public final class DriverVerifier implements VerifierPlugin, Plugin {
  private Strictness strictness = Strictness.NORMAL;
  private List<Policy> policies = List.of();
  private Reporter reporter;

  /** For bnd. */
  public DriverVerifier() {}

  @Override
  public void setProperties(Map<String, String> properties) {
    strictness = "true".equals(properties.get("strict")) ? Strictness.STRICT : Strictness.NORMAL;
    String policy = properties.get("policy");
    try {
      policies = policy == null ? List.of() : List.of(Policy.parse(policy));
    } catch (IllegalArgumentException e) {
      reporter.error("mm.verify: policy is no filter: %s", e.getMessage());
    }
  }

  @Override
  public void setReporter(Reporter processor) {
    reporter = processor;
  }

  @Override
  public void verify(Analyzer analyzer) throws Exception {
    Verdict verdict = Verifier.create(policies).verify(analyzer.getBsn(), BuiltJar.read(analyzer));
    Locations locations = new Locations(analyzer);
    verdict.hits().forEach(hit -> report(analyzer, hit, locations));
    if (verdict.kind() == Verdict.Kind.OTHER) {
      analyzer.error("R6.1: The bundle has no driver. Annotate its driver class with @DriverInfo.");
    }
  }

  private void report(Analyzer analyzer, Hit hit, Locations locations) {
    String message = "%s: %s %s%s";
    Object[] arguments = {
      hit.finding().rule(), hit.finding().message(), hit.finding().mend(), Locations.way(hit)
    };
    Reporter.SetLocation at =
        strictness.refuses(hit.severity())
            ? analyzer.error(message, arguments)
            : analyzer.warning(message, arguments);
    locations.set(at, hit.place());
  }
}
