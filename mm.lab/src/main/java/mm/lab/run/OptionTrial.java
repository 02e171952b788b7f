package mm.lab.run;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.lab.scenario.DriverOptionCheck;
import mm.spi.NotifierDriver;

/** Attaches a driver with its options for a moment, as the engine does before options hold. */
public final class OptionTrial implements DriverOptionCheck {
  private final Function<String, NotifierDriver> bundles;

  /**
   * Makes it.
   *
   * @param bundles makes a driver by its id
   */
  public OptionTrial(Function<String, NotifierDriver> bundles) {
    this.bundles = bundles;
  }

  @Override
  public Optional<String> refusal(String driver, Map<String, String> options) {
    try (NotifierCore core = NotifierCore.create(CoreOptions.defaults())) {
      if (core.drivers().admit(bundles.apply(driver)) instanceof Admission.Refused refused) {
        return Optional.of("driver " + driver + " is refused: " + refused);
      }
      AddressSpace empty = core.createSpace("options of " + driver);
      Optional<String> refusal = core.drivers().refusal(driver, empty, options);
      empty.release();
      return refusal;
    }
  }
}
