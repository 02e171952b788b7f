package mm.replay;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;

/**
 * Lets devices move data, and compares what they read with what the CPU reads. Each value is
 * written once, so two equal answers of a device mean that the page did not change in between; what
 * was looked at while a section was open proves nothing and is not counted.
 */
final class ContentsTally {
  private final SectionTally sections;
  private final AtomicLong values = new AtomicLong();
  private final AtomicLong compared = new AtomicLong();
  private final AtomicLong differing = new AtomicLong();

  ContentsTally(SectionTally sections) {
    this.sections = sections;
  }

  /** Uses a page; null when data agreed or could not be compared, else the difference in words. */
  String exchange(DataDevice device, PageData data, long page, Access access) {
    try {
      return use(device, data, page, access);
    } catch (IllegalArgumentException e) { // of the machine: the frame was freed
      differing.incrementAndGet();
      return String.format("contents: 0x%x: %s", page, e.getMessage());
    }
  }

  private String use(DataDevice device, PageData data, long page, Access access) {
    if (access == Access.WRITE) {
      long value = values.incrementAndGet();
      device.access(page, Access.WRITE, frame -> data.store(frame, value));
    }
    long quiet = sections.quiet();
    OptionalLong first = load(device, data, page);
    OptionalLong cpu = data.cpu(page);
    OptionalLong second = load(device, data, page);
    boolean judged = first.isPresent() && first.equals(second) && cpu.isPresent();
    return judged && sections.quietSince(quiet) ? compare(page, first, cpu) : null;
  }

  private static OptionalLong load(DataDevice device, PageData data, long page) {
    long[] value = {0};
    AccessOutcome outcome = device.access(page, Access.READ, frame -> value[0] = data.load(frame));
    boolean used = outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE;
    return used ? OptionalLong.of(value[0]) : OptionalLong.empty();
  }

  private String compare(long page, OptionalLong device, OptionalLong cpu) {
    compared.incrementAndGet();
    if (device.equals(cpu)) {
      return null;
    }
    differing.incrementAndGet();
    return String.format(
        "contents: 0x%x holds %d for the device and %d for the CPU",
        page, device.getAsLong(), cpu.getAsLong());
  }

  /** What was found so far. */
  ContentsFigures figures() {
    return new ContentsFigures(compared.get(), differing.get());
  }
}
