package mm.tck.zoo;

import java.time.Duration;
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

  private final Animal animal;

  ZooConformance(Animal animal) {
    this.animal = animal;
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

  static final class AnimalOfTheRun implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Animal.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context.getConfigurationParameter(ANIMAL, Zoo::named).orElseThrow();
    }
  }
}
