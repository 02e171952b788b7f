package mm.deploy.service;

/** Where a version of a unit is on its way in or out. */
public enum UnitState {
  /** It is not here. */
  ABSENT,
  /** Its jar is in the framework; no code of it has run. */
  INSTALLED,
  /** Its jar was checked and nothing was found. */
  VALIDATED,
  /** Its drivers are admitted beside those in charge, and attached nowhere. */
  STANDBY,
  /** It is subscribed beside the version in charge: both are told of everything. */
  SHADOW,
  /** Its drivers serve. */
  ACTIVE,
  /** It serves no more and lets the sections end that it saw begin. */
  DRAINING,
  /**
   * It has had its last callback; kept to roll back to until the probation of its successor ends.
   */
  STOPPED,
  /** It is uninstalled, and the framework has forgotten its classes. */
  GONE,
  /** Something went wrong; the last transition says what. */
  FAILED
}
