package mm.stress.device;

import java.util.concurrent.ThreadLocalRandom;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;

/**
 * One page of a space, and the only one who changes it. The contents are a plain field on purpose:
 * the engine's protocols have to order it.
 */
public final class Memory {
  /** Where the page is. */
  public static final long START = 0x1000;

  /** First address after it. */
  public static final long END = 0x2000;

  private final int late;
  private final int work;
  private Contents contents = Contents.OLD;

  /** The change begins at once and takes no time. */
  public Memory() {
    this(0, 0);
  }

  private Memory(int late, int work) {
    this.late = late;
    this.work = work;
  }

  /**
   * The change begins now or a little later and takes a while. A bare section is over long before
   * the other side has made its first step; this spreads it over what the other side does. What it
   * stores takes long to be seen.
   */
  public static Memory spread() {
    return spread(24, 6);
  }

  /** The same for an other side that takes much longer: the first subscription of a space. */
  public static Memory spreadWidely() {
    return spread(24, 400);
  }

  /** The change begins at once and takes no time; what it stores takes long to be seen. */
  public static Memory slowlySeen() {
    return new Memory(0, 1);
  }

  private static Memory spread(int latest, int longest) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Memory(random.nextInt(latest), random.nextInt(longest));
  }

  Contents read() {
    return contents;
  }

  /** Changes the page inside a section. */
  public void change(AddressSpace space) {
    spin(late);
    if (work > 0) {
      StoreBuffer.fill();
    }
    long section = space.begin(InvalidationEvent.CLEAR, START, END);
    spin(work);
    contents = Contents.NEW;
    spin(work);
    space.end(section);
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }
}
