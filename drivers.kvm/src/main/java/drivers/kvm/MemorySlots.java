package drivers.kvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The slots of a machine at one moment; never changed, only replaced by another set. */
final class MemorySlots {
  private final MemorySlot[] slots;

  MemorySlots(MemorySlot... slots) {
    this.slots = slots;
  }

  /** Tells whether user memory of {@code [start, end)} is guest memory. */
  boolean overlapUser(long start, long end) {
    for (MemorySlot each : slots) {
      if (each.overlapsUser(start, end)) {
        return true;
      }
    }
    return false;
  }

  List<MemorySlot> all() {
    return List.of(slots);
  }

  int size() {
    return slots.length;
  }

  MemorySlot get(int index) {
    return slots[index];
  }

  /** The slot of a guest page, or null. */
  MemorySlot ofGuest(long page) {
    for (MemorySlot each : slots) {
      if (each.guestPage() <= page && page < each.guestEnd()) {
        return each;
      }
    }
    return null;
  }

  /** The first valid slot that an address lies in, or null. */
  MemorySlot ofUser(long address) {
    for (MemorySlot each : slots) {
      if (each.valid() && each.userAddress() <= address && address < each.userEnd()) {
        return each;
      }
    }
    return null;
  }

  /** The slot of a number, or null. */
  MemorySlot find(int id) {
    return Arrays.stream(slots).filter(each -> each.id() == id).findFirst().orElse(null);
  }

  boolean overlapGuest(MemorySlot slot) {
    return Arrays.stream(slots).anyMatch(slot::overlapsGuest);
  }

  MemorySlots with(MemorySlot slot) {
    List<MemorySlot> all = new ArrayList<>(Arrays.asList(without(slot.id()).slots));
    all.add(slot);
    return new MemorySlots(all.toArray(MemorySlot[]::new));
  }

  MemorySlots without(int id) {
    return new MemorySlots(
        Arrays.stream(slots).filter(each -> each.id() != id).toArray(MemorySlot[]::new));
  }
}
