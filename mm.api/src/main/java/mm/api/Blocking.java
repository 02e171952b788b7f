package mm.api;

/** Whether callbacks of a section may wait. */
public enum Blocking {
  /** Callbacks may wait for other threads and must succeed (R1.2). */
  ALLOWED,
  /** Callbacks must not wait (R1.1); who would have to wait declines (R1.2). */
  FORBIDDEN
}
