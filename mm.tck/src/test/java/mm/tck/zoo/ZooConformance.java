package mm.tck.zoo;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The kit over a driver of the zoo; run by {@link ZooTest} only, so its name does not end in Test.
 */
@ExtendWith(ZooConformance.FlawOfTheRun.class)
class ZooConformance extends DriverConformance {
  static final String FLAW = "mm.tck.zoo.flaw";

  private final Flaw flaw;

  ZooConformance(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  protected NotifierDriver newDriver() {
    return new PairedZooDriver(flaw);
  }

  static final class FlawOfTheRun implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Flaw.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context.getConfigurationParameter(FLAW, Flaw::valueOf).orElseThrow();
    }
  }
}
