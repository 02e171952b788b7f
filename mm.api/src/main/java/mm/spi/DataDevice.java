package mm.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** A device that moves data, so that what it reads and writes can be compared with the CPU's. */
@ConsumerType
public interface DataDevice extends Device {
  /**
   * Like {@link #access(long, Access)}, and moves data with the translation that it used.
   *
   * @param address any address in the page
   * @param access what for
   * @param transfer called once with the frame when the outcome is HIT or MADE, else not at all;
   *     while it runs the translation cannot be dropped
   * @return what happened
   */
  AccessOutcome access(long address, Access access, Transfer transfer);

  @Override
  default AccessOutcome access(long address, Access access) {
    return access(address, access, Transfer.NOTHING);
  }
}
