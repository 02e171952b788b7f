package mm.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * What a driver declares of itself. bnd turns it into the {@code mm.notifier.driver} capability of
 * the bundle; on a class path the engine reads it by reflection. No element has a default: an
 * absent attribute would make every filter on it false.
 *
 * <p>Values and their meaning are in {@link DriverCapability} and docs/contract.md; they are
 * strings because the manifest knows no enums.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Capability(namespace = DriverCapability.NAMESPACE)
public @interface DriverInfo {
  /**
   * The driver's id, unique in an engine.
   *
   * @return lower-case letters, digits and dashes
   */
  @Attribute(DriverCapability.NAMESPACE)
  String id();

  /**
   * The driver's version.
   *
   * @return an OSGi version, {@code major.minor.micro[.qualifier]}
   */
  @Attribute("version:Version")
  String version();

  /**
   * Whether callbacks may wait.
   *
   * @return a value of {@link MayBlock}: {@code never} or {@code when-allowed}
   */
  @Attribute("blocking")
  String blocking();

  /**
   * Whether callbacks may decline.
   *
   * @return a value of {@link MayDecline}: {@code never}, {@code when-forbidden} or {@code
   *     opportunistic}
   */
  @Attribute("failure")
  String failure();

  /**
   * Whether callbacks allocate simulated memory.
   *
   * @return a value of {@link MayAllocate}: {@code never} or {@code may}
   */
  @Attribute("allocation")
  String allocation();

  /**
   * How the driver listens.
   *
   * @return values of {@link SubscriptionKind}, at least one
   */
  @Attribute("subscription")
  String[] subscription();

  /**
   * The callbacks that its notifier classes implement, all of them.
   *
   * @return values of {@link Callback}, at least one
   */
  @Attribute("callbacks")
  String[] callbacks();

  /**
   * Whether the driver pins the pages it translates.
   *
   * @return a value of {@link PageHold}: {@code pinned} or {@code unpinned}
   */
  @Attribute("pages")
  String pages();

  /**
   * What it drives.
   *
   * @return free text
   */
  @Attribute("hardware")
  String hardware();

  /**
   * The classes whose instances the driver subscribes; not part of the capability, but what the
   * declared callbacks are compared with.
   *
   * @return classes that implement {@link Notifier} or {@link IntervalNotifier}, at least one
   */
  Class<?>[] notifiers();
}
