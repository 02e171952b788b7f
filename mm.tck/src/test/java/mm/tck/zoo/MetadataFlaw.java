package mm.tck.zoo;

import java.util.function.Supplier;
import mm.spi.NotifierDriver;

/** Drivers of the zoo that work and declare something else than they are, or leave something. */
enum MetadataFlaw implements Animal {
  NO_INFO("R6_2_shouldDeclareEveryAttributeRightly", MislabelledDrivers.NoInfo::new),
  UNKNOWN_VALUE("R6_2_shouldDeclareEveryAttributeRightly", MislabelledDrivers.UnknownValue::new),
  DECLARES_MORE("R6_5_shouldImplementWhatItDeclares", MislabelledDrivers.DeclaresMore::new),
  DECLARES_LESS("R6_5_shouldImplementWhatItDeclares", MislabelledDrivers.DeclaresLess::new),
  /** Implements what it declares, and never subscribes it. */
  NEVER_SUBSCRIBES(
      "R6_10_shouldBeToldThroughEveryDeclaredCallback", MislabelledDrivers.NeverSubscribes::new),
  DECLINES_UNDECLARED(
      "R6_10_shouldNotDeclineUndeclared", MislabelledDrivers.DeclinesUndeclared::new),
  ATTACHES_NOTHING("R6_12_shouldAttachAndThrowNothing", MislabelledDrivers.AttachesNothing::new),
  /** A shutdown hook of the JVM keeps its class loader. */
  LEAKS_CLASS_LOADER("R4_3_shouldLeaveNoClassLoader", MislabelledDrivers.LeaksClassLoader::new);

  private final String test;
  private final Supplier<NotifierDriver> drivers;

  MetadataFlaw(String test, Supplier<NotifierDriver> drivers) {
    this.test = test;
    this.drivers = drivers;
  }

  @Override
  public String test() {
    return test;
  }

  @Override
  public NotifierDriver driver() {
    return drivers.get();
  }
}
