package mm.core.port;

/** Is told of waits before they happen. */
public interface WaitGuard {
  /**
   * The calling thread is about to call something that waits, whether or not it will have to.
   *
   * @param port kind and name of the port
   */
  void aboutToWait(String port);

  /**
   * The calling thread took or gave back a spin lock.
   *
   * @param change 1 or -1
   */
  void spinLocked(int change);
}
