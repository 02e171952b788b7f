package mm.lab.result;

/**
 * Something that happened in one run.
 *
 * @param step number of the scheduled step it happened in, from 1; 0 before the threads started
 * @param nanos virtual time since the start; passes only when everybody waits
 * @param thread the logical thread
 * @param driver whom it concerns; empty for none
 * @param kind what sort of thing
 * @param space the address space; empty for none
 * @param start first byte of the range
 * @param end behind the last; equal to start when there is no range
 * @param text in words, as the story has it
 */
public record LabEvent(
    int step,
    long nanos,
    String thread,
    String driver,
    Kind kind,
    String space,
    long start,
    long end,
    String text) {
  /** Sorts of events. */
  public enum Kind {
    /** A thread begins an operation. */
    OPERATION,
    /** A section was opened: every callback has returned. */
    SECTION_BEGIN,
    /** A section is being ended. */
    SECTION_END,
    /** A section was declined. */
    DECLINED,
    /** A driver's callback begins. */
    CALLBACK,
    /** A driver's callback has returned, with its answer. */
    ANSWER,
    /** A page table or a frame changes. */
    MEMORY,
    /** A device accesses memory, or has. */
    ACCESS,
    /** A lock, a flag or a wait. */
    WAIT,
    /** A driver comes or goes. */
    DRIVER,
    /** What the reaper answers. */
    REAP,
    /** Something is wrong. */
    FINDING
  }
}
