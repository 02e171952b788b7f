package mm.machine;

/** What became of an access of the CPU. */
public enum FaultOutcome {
  /** It was made. */
  OK,
  /** Nothing is mapped there, or it is not allowed. */
  SIGSEGV,
  /** The file ends before that page, or private memory of a victim was reaped. */
  SIGBUS,
  /** A userfaultfd is asked, and nobody is there to answer while the access waits. */
  USERFAULT,
  /** No frame was left. */
  OUT_OF_MEMORY
}
