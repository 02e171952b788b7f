package mm.replay.input;

import java.util.ArrayDeque;

/**
 * Puts events into the order in which they took effect.
 *
 * <p>A call whose result is not known yet reserves a slot; events behind an empty slot wait. Of
 * more than {@value #LIMIT} waiting events the slot in front is given up: what waited for it goes
 * on, and its own event will stand where it becomes known.
 */
final class EventQueue {
  static final int LIMIT = 65_536;

  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private long givenUp;

  /** A place in the order, empty until its event is known. */
  static final class Slot {
    private RecordedEvent event;
    private long line;
    private boolean givenUp;

    /** Whether the events behind have gone on, so that an event would come too late. */
    boolean isGivenUp() {
      return givenUp;
    }

    RecordedEvent event() {
      return event;
    }

    long line() {
      return line;
    }
  }

  /** Appends an event. */
  void add(RecordedEvent event, long line) {
    fill(reserve(), event, line);
  }

  /** Appends an empty slot. */
  Slot reserve() {
    if (slots.size() >= LIMIT) {
      giveUpFirst();
    }
    Slot slot = new Slot();
    slots.add(slot);
    return slot;
  }

  /** Gives a slot its event; the event goes to the end when it comes too late. */
  void fill(Slot slot, RecordedEvent event, long line) {
    Slot place = slot.givenUp ? reserve() : slot;
    place.event = event;
    place.line = line;
  }

  /** The next event in order, or null when there is none or its turn has not come. */
  Slot poll() {
    Slot first = slots.peek();
    while (first != null && first.givenUp) {
      slots.remove();
      first = slots.peek();
    }
    return first == null || first.event == null ? null : slots.remove();
  }

  /** Lets everything go in order: no empty slot will be filled any more. */
  void giveUpAll() {
    slots.removeIf(slot -> slot.event == null);
  }

  /** How many slots were given up. */
  long givenUp() {
    return givenUp;
  }

  /** The reader polls between lines, so beyond the limit the slot in front is an empty one. */
  private void giveUpFirst() {
    Slot first = slots.peek();
    if (first.event == null && !first.givenUp) {
      first.givenUp = true;
      givenUp++;
    }
  }
}
