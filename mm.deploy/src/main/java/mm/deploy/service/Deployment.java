package mm.deploy.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The deployer. Orders are carried out one after the other, by the calling thread; those of the
 * deploy folder stand in the same queue.
 *
 * <p><b>May wait:</b> yes, for orders before it, for driver code and for open sections; never
 * called from a driver's callback, which is refused (R2.8).
 */
@ProviderType
public interface Deployment {
  /** Whether an order is carried out. */
  enum Mode {
    /** It is. */
    EXECUTE,
    /** What it would do is found out and reported; nothing changes. */
    DRY_RUN
  }

  /**
   * The units: the engine, which has no drivers of its own, and those of the deploy folder, of the
   * shell, and driver bundles that somebody else installed. Never waits.
   *
   * @return a new list, the engine first, the others in order of their names
   */
  List<Unit> units();

  /**
   * Finds a unit.
   *
   * @param name symbolic name of a bundle, or the id of one of its drivers
   * @return the unit; empty when there is none
   */
  Optional<Unit> find(String name);

  /**
   * Installs a driver bundle that is not here yet, and starts it. One whose unit is here in another
   * version is refused: that is a {@link #swap}. The same bytes again change nothing.
   *
   * @param jar the bundle; it is copied, and may be deleted afterwards
   * @param mode whether to do it
   * @return what became of it
   */
  DeployReport install(Path jar, Mode mode);

  /**
   * Swaps a unit for another version of it, newer or older, under load (R4.5). The version before
   * stays to roll back to until the new one has proved itself.
   *
   * <p>{@code mm.core} is the engine itself: its drivers let go of everything, and are admitted by
   * the next one; see {@link LastingSpaces}. The jar of the one before is kept to roll back to.
   *
   * @param name symbolic name of the unit, or the id of one of its drivers; the jar has to be of
   *     that unit
   * @param jar the other version; it is copied, and may be deleted afterwards
   * @param mode whether to do it; a dry run shows the bundles that would be refreshed
   * @return what became of it
   */
  DeployReport swap(String name, Path jar, Mode mode);

  /**
   * Swaps a unit back to the version before, while that is kept.
   *
   * @param name symbolic name of the unit, or the id of one of its drivers
   * @return what became of it
   */
  DeployReport rollback(String name);

  /**
   * Removes a unit; the engine {@code mm.core} by going back to the one that mm was started with.
   *
   * <p>Its drivers get an end for every start that they saw, are released, and then the bundle is
   * uninstalled and its own closure refreshed. A jar in the deploy folder is deleted, since the
   * folder says what is to be here.
   *
   * @param name symbolic name of the unit, or the id of one of its drivers
   * @param mode whether to do it; a dry run shows the bundles that would be refreshed
   * @return what became of it
   */
  DeployReport remove(String name, Mode mode);

  /**
   * Versions that were uninstalled and whose classes something still holds on to: a leak, when they
   * are still listed after a collection of the heap. Never waits.
   *
   * @return a new list of symbolic names and versions
   */
  List<String> lingering();
}
