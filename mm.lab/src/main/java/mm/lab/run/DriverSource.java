package mm.lab.run;

import java.util.function.Function;
import mm.spi.NotifierDriver;

/** Where the real drivers of scenarios come from. Any thread may ask. */
public interface DriverSource {
  /**
   * Loads bundles for one order. Loads of one order have no classes in common, and what drivers
   * keep in static fields is seen in no other order.
   *
   * @param nth which load of the order: 0 of those who are there first, 1 of their successors,
   *     whose successors get 2
   * @return makes drivers of this load by their ids, one at a time
   */
  Function<String, NotifierDriver> load(int nth);
}
