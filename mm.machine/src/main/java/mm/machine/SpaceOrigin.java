package mm.machine;

/** How an address space came into being. */
public enum SpaceOrigin {
  /** A first process. */
  SPAWN,
  /** A copy for a child. */
  FORK,
  /** A fresh one for a new program. */
  EXEC
}
