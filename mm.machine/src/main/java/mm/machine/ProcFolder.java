package mm.machine;

import mm.machine.calls.ClearRefs;
import mm.machine.calls.ForcedWrite;
import mm.machine.memory.Operations;

/**
 * The folder of a process under /proc, from {@link UserProcess#proc}: what monitors and debuggers
 * read of its memory, and do to it. Operations answer as those of the process do: a result of at
 * least 0, or a negative error number ({@link Errno}); addresses and lengths are bytes.
 *
 * <p>They may be called from any thread, and may wait for the mmap lock and for drivers.
 */
public final class ProcFolder {
  private final UserProcess process;
  private final Operations operations;
  private volatile int oomScoreAdjustment;

  ProcFolder(UserProcess process) {
    this.process = process;
    operations = process.machine().operations();
  }

  /** {@return its maps file, a handle on the present address space} */
  public Maps maps() {
    return new Maps(process.memory());
  }

  /** {@return its pagemap file, a handle on the present address space} */
  public Pagemap pagemap() {
    return new Pagemap(process.memory());
  }

  /**
   * Writes memory through the process-memory file, as a debugger does: the protection of private
   * mappings is ignored.
   *
   * @param address first byte
   * @param length bytes
   * @return bytes written before a page that cannot be, or EIO when there are none
   */
  public long forceWrite(long address, long length) {
    operations.begin("write to mem file", address, length);
    return operations.done(ForcedWrite.run(process.memory(), address, length));
  }

  /**
   * Writes to the clear_refs file.
   *
   * @param value 1 to 5
   * @return 0, or a negative error number
   */
  public long clearRefs(int value) {
    operations.begin("clear_refs", value);
    return operations.done(ClearRefs.run(process.memory(), value));
  }

  /**
   * Writes to the oom_score_adj file: the OOM killer chooses the process sooner or later.
   *
   * @param adjustment thousandths of the machine's memory, {@link OomChoice#NEVER} to 1000
   */
  public void adjustOomScore(int adjustment) {
    if (adjustment < OomChoice.NEVER || adjustment > -OomChoice.NEVER) {
      throw new IllegalArgumentException("adjustment must be -1000 to 1000: " + adjustment);
    }
    oomScoreAdjustment = adjustment;
  }

  int oomScoreAdjustment() {
    return oomScoreAdjustment;
  }
}
