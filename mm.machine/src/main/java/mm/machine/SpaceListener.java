package mm.machine;

/**
 * Is told when address spaces come and go, so that drivers can be attached to each. A forked child
 * starts without subscribers, and so does a program after exec.
 */
public interface SpaceListener {
  /**
   * A process has a new address space.
   *
   * <p><b>Called by</b> the thread of the operation, before it returns. <b>Locks held:</b> none.
   * <b>May block:</b> yes.
   *
   * @param process whose; {@link UserProcess#space()} is the new space
   * @param origin how it came into being
   */
  void created(UserProcess process, SpaceOrigin origin);

  /**
   * An address space is about to be released: its last user exits or executes a new program.
   *
   * <p><b>Called by</b> the thread of the operation, before the space's release. <b>Locks held:</b>
   * none. <b>May block:</b> yes.
   *
   * @param process the last user; {@link UserProcess#space()} is still the old space
   */
  default void releasing(UserProcess process) {}
}
