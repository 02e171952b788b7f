package mm.tck.zoo;

import java.time.Duration;
import mm.api.CoreOptions;
import mm.api.CoreOptions.Guards;
import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The kit over a driver of the zoo; run by {@link ZooTest} only, so its name does not end in Test.
 */
@ExtendWith(ZooConformance.AnimalOfTheRun.class)
class ZooConformance extends DriverConformance {
  static final String ANIMAL = "mm.tck.zoo.animal";

  /** What the author asks for; on unless a run says otherwise. */
  static final String GUARDS = "mm.tck.zoo.guards";

  private final Animal animal;
  private final Guards guards;

  ZooConformance(Animal animal, Guards guards) {
    this.animal = animal;
    this.guards = guards;
  }

  @Override
  protected NotifierDriver newDriver() {
    return animal.driver();
  }

  /** Those that hang do so for a minute, and the right ones wait for a tenth of a second. */
  @Override
  protected Duration patience() {
    return Duration.ofSeconds(1);
  }

  @Override
  protected CoreOptions options() {
    return CoreOptions.defaults().with(guards);
  }

  static final class AnimalOfTheRun implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == Animal.class || type == Guards.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Guards.class
          ? context.getConfigurationParameter(GUARDS, Guards::valueOf).orElse(Guards.ON)
          : context.getConfigurationParameter(ANIMAL, Zoo::named).orElseThrow();
    }
  }
}
