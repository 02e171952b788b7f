package drivers.kvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mm.spi.Access;

/**
 * What a machine hands to its successor in a swap: its slots, and its entries by guest page. It
 * crosses as arrays of numbers, since the successor's classes are others.
 *
 * @param slots the valid ones
 * @param entries three numbers each: guest page, frame, and whether it may be written
 */
record ShadowState(List<MemorySlot> slots, long[] entries) {
  /** Form and version; a change of what follows takes another number. */
  static final String FORM = "kvm-shadow/1";

  private static final String SLOTS = "slots";
  private static final String ENTRIES = "entries";
  private static final int SLOT_NUMBERS = 4;
  private static final int ENTRY_NUMBERS = 3;

  /** Shown an entry. */
  interface Visitor {
    void visit(long guestPage, long frame, Access rights);
  }

  Map<String, Object> toMap() {
    long[] numbers = new long[slots.size() * SLOT_NUMBERS];
    int at = 0;
    for (MemorySlot each : slots) {
      numbers[at++] = each.id();
      numbers[at++] = each.guestPage();
      numbers[at++] = each.pages();
      numbers[at++] = each.userAddress();
    }
    return Map.of(SLOTS, numbers, ENTRIES, entries);
  }

  /**
   * Reads what a predecessor wrote.
   *
   * @throws IllegalArgumentException when it is not of this form, or an entry lies in no slot: no
   *     invalidation would find it
   */
  static ShadowState of(Map<String, Object> state) {
    ShadowState read =
        new ShadowState(
            slots(numbers(state, SLOTS, SLOT_NUMBERS)), numbers(state, ENTRIES, ENTRY_NUMBERS));
    MemorySlots slots = read.toSlots();
    read.forEach((page, frame, rights) -> require(slots.ofGuest(page) != null, ENTRIES));
    return read;
  }

  private static List<MemorySlot> slots(long[] numbers) {
    List<MemorySlot> slots = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += SLOT_NUMBERS) {
      slots.add(
          new MemorySlot(
              (int) numbers[i],
              numbers[i + 1],
              numbers[i + 2],
              numbers[i + 3],
              MemorySlot.State.VALID));
    }
    return slots;
  }

  private static long[] numbers(Map<String, Object> state, String name, int each) {
    require(state.get(name) instanceof long[], name);
    long[] numbers = (long[]) state.get(name);
    require(numbers.length % each == 0, name);
    return numbers;
  }

  private static void require(boolean right, String name) {
    if (!right) {
      throw new IllegalArgumentException("no state of the form " + FORM + ": " + name);
    }
  }

  MemorySlots toSlots() {
    return new MemorySlots(slots.toArray(MemorySlot[]::new));
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < entries.length; i += ENTRY_NUMBERS) {
      Access rights = entries[i + 2] == 0 ? Access.READ : Access.WRITE;
      visitor.visit(entries[i], entries[i + 1], rights);
    }
  }
}
