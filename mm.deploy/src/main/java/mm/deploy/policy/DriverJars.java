package mm.deploy.policy;

import java.nio.file.Path;
import java.util.Optional;

/** Where the jars of drivers are. */
@FunctionalInterface
interface DriverJars {
  /** The file that the framework runs a driver's bundle from; empty when it runs a copy. */
  Optional<Path> of(String origin);
}
