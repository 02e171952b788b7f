package mm.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.DriverPolicy;
import mm.api.NotifierCore;
import mm.deploy.service.Configurations;
import mm.deploy.service.Deployment;

/**
 * What the commands look at. The engine may be replaced while the shell runs, so each asks anew.
 */
interface Engine {
  /**
   * The engine of now.
   *
   * @throws CommandFailure when there is none
   */
  NotifierCore core();

  /** The policy in force, when one is configured. */
  Optional<DriverPolicy> policy();

  /** A verb that another bundle offers, in types of the JDK. */
  Optional<ToIntFunction<Map<String, Object>>> verb(String name);

  /**
   * The deployer.
   *
   * @throws CommandFailure when there is none
   */
  default Deployment deployment() {
    throw CommandFailure.failed("the deployer is not running: start the bundle mm.deploy");
  }

  /** The deployer, when it runs. */
  default Optional<Deployment> deployments() {
    return Optional.empty();
  }

  /** What is configured, where the deployer runs. */
  default Optional<Configurations> configurations() {
    return Optional.empty();
  }

  /** What the framework was started with, by the name of the property. */
  default Optional<String> property(String name) {
    return Optional.empty();
  }

  /** How often and how long callbacks ran. */
  CallbackStatistics statistics();

  /** The latest callbacks, when they are traced. */
  CallbackTrace trace();

  /** The spaces that carry this name or number; all when it is null. */
  default List<AddressSpace> spaces(String wanted) {
    List<AddressSpace> found =
        core().spaces().stream()
            .filter(space -> wanted == null || isCalled(space, wanted))
            .toList();
    if (wanted != null && found.isEmpty()) {
      throw CommandFailure.unusable("no space '" + wanted + "'; 'spaces' lists them");
    }
    return found;
  }

  private static boolean isCalled(AddressSpace space, String wanted) {
    return space.name().equals(wanted) || Long.toString(space.id()).equals(wanted);
  }

  /** The drivers attached to a space. */
  default List<Attachment> attachments(AddressSpace space) {
    return core().drivers().attachments().stream().filter(each -> each.space() == space).toList();
  }
}
