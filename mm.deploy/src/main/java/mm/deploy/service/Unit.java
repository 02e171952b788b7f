package mm.deploy.service;

import java.util.List;
import java.util.Optional;
import mm.api.Finding;

/**
 * A unit as it is now.
 *
 * @param name symbolic name of the bundle
 * @param version the version in charge, or the last one when none is
 * @param state where that version is
 * @param drivers ids of its drivers; none of the engine
 * @param sha256 hash of its jar in hexadecimal digits
 * @param source where the jar came from: {@code folder}, {@code shell}, or the location of a bundle
 *     that somebody else installed
 * @param desired file name of the jar in the deploy folder; empty when there is none
 * @param previous the version that {@link Deployment#rollback} would bring back
 * @param probation seconds until the version in charge has proved itself; 0 when it has
 * @param findings what was last found against a jar of this unit; empty when nothing was
 * @param history every transition so far, oldest first; of very many the last ones
 */
public record Unit(
    String name,
    String version,
    UnitState state,
    List<String> drivers,
    String sha256,
    String source,
    Optional<String> desired,
    Optional<String> previous,
    long probation,
    List<Finding> findings,
    List<Transition> history) {
  /**
   * Copies the lists.
   *
   * @param name symbolic name of the bundle
   * @param version the version in charge, or the last one when none is
   * @param state where that version is
   * @param drivers ids of its drivers; none of the engine
   * @param sha256 hash of its jar in hexadecimal digits
   * @param source where the jar came from
   * @param desired file name of the jar in the deploy folder
   * @param previous the version that a roll-back would bring back
   * @param probation seconds until the version in charge has proved itself
   * @param findings what was last found against a jar of this unit
   * @param history every transition so far, oldest first
   */
  public Unit {
    drivers = List.copyOf(drivers);
    findings = List.copyOf(findings);
    history = List.copyOf(history);
  }
}
