package mm.tck.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import mm.machine.Machine;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.Declaration;

/**
 * Moves data through a device and through the CPU, and compares. Every value is written only once,
 * so that two equal answers of the device mean that the page did not change in between.
 */
public final class DataUse {
  private final Machine machine;
  private final UserProcess process;
  private final DataDevice device;
  private final SectionWatch sections = new SectionWatch();
  private final AtomicLong compared = new AtomicLong();
  private static final AtomicLong VALUES = new AtomicLong();

  /**
   * Prepares.
   *
   * @param process whose memory, on a machine that keeps contents
   * @param device attached to its space
   */
  public DataUse(UserProcess process, DataDevice device) {
    machine = process.machine();
    this.process = process;
    this.device = device;
    process.space().subscribe(sections, Declaration.neverBlocking("data-use"));
  }

  /**
   * A value that nobody has written yet.
   *
   * @return not 0
   */
  public static long fresh() {
    return VALUES.incrementAndGet();
  }

  /**
   * Reads a page through the device.
   *
   * @param address in the page
   * @return what it holds; empty when the device does not get at it
   */
  public OptionalLong load(long address) {
    long[] value = {0};
    AccessOutcome outcome =
        device.access(address, Access.READ, frame -> value[0] = machine.load(frame));
    return used(outcome) ? OptionalLong.of(value[0]) : OptionalLong.empty();
  }

  /**
   * Writes a fresh value to a page through the device.
   *
   * @param address in the page
   * @return the value; empty when the device does not get at the page
   */
  public OptionalLong store(long address) {
    long value = fresh();
    AccessOutcome outcome =
        device.access(address, Access.WRITE, frame -> machine.store(frame, value));
    return used(outcome) ? OptionalLong.of(value) : OptionalLong.empty();
  }

  private static boolean used(AccessOutcome outcome) {
    return outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE;
  }

  /**
   * Compares what the device reads with what the CPU reads, unless the memory changes meanwhile.
   *
   * @param address in the page
   */
  public void compare(long address) {
    long quiet = sections.quiet();
    OptionalLong first = load(address);
    OptionalLong cpu = process.peek(address);
    OptionalLong second = load(address);
    if (first.isPresent()
        && first.equals(second)
        && cpu.isPresent()
        && sections.quietSince(quiet)) {
      assertEquals(cpu, first, "data of page 0x" + Long.toHexString(address));
      compared.incrementAndGet();
    }
  }

  /**
   * How often something was really compared.
   *
   * @return at least 0
   */
  public long compared() {
    return compared.get();
  }
}
