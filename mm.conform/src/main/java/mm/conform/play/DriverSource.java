package mm.conform.play;

import java.util.function.Function;
import mm.spi.NotifierDriver;

/** Where the drivers of scripts come from: bundles, each with one driver or several. */
public interface DriverSource {
  /**
   * Says who brings a driver.
   *
   * @param id the driver's id
   * @return a name of the bundle
   * @throws mm.conform.script.BadFieldException when there is none, or it cannot be read
   */
  String bundle(String id);

  /**
   * Loads the classes of a bundle anew, so that they share nothing with those of any other load.
   *
   * @param bundle its name
   * @return makes new drivers of these classes by their ids; throws {@link
   *     mm.conform.script.BadFieldException} when one cannot be made
   */
  Function<String, NotifierDriver> load(String bundle);
}
