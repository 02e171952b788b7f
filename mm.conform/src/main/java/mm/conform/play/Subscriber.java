package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mm.api.AddressRange;
import mm.api.Subscription;
import mm.conform.script.BadFieldException;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Declaration;

/** Somebody who is told of a process's changes, and may be a virtual machine with guest memory. */
final class Subscriber {
  /** What files call the kinds of subscribers. */
  static final Map<String, Kind> KINDS =
      Map.of(
          "paired", Kind.PAIRED,
          "declining", Kind.DECLINING,
          "interval", Kind.INTERVAL,
          "secondary-tlb", Kind.SECONDARY_TLB);

  /** How it wants to be told. */
  enum Kind {
    /** Of starts and ends, as KVM; the kind that recordings have. */
    PAIRED,
    /** Of starts, which it declines now and then when it must not wait. */
    DECLINING,
    /** Of changes in a range of its own, by sequence. */
    INTERVAL,
    /** Of what leaves the TLB, as IOMMUs that walk the CPU's tables. */
    SECONDARY_TLB
  }

  private static final AddressRange EVERYWHERE = new AddressRange(0, AddressRange.TOP);

  private final GuestTables tables;
  private final AutoCloseable subscription;
  private final List<GuestSlot> slots = new ArrayList<>();

  private Subscriber(GuestTables tables, AutoCloseable subscription) {
    this.tables = tables;
    this.subscription = subscription;
  }

  /** One that is recorded. */
  static Subscriber paired(String name, UserProcess process, Recording recording) {
    GuestTables tables = new GuestTables(process.pages(), EVERYWHERE);
    Recording.Listener listener = recording.listener(name, process.name(), tables);
    Subscription made = process.space().subscribe(listener, Declaration.neverBlocking(name));
    return new Subscriber(tables, made::close);
  }

  /** One that real recordings do not have; its range only matters to an interval. */
  static Subscriber of(Kind kind, String name, UserProcess process, AddressRange range) {
    AddressRange reach = kind == Kind.INTERVAL ? range : EVERYWHERE;
    GuestTables tables = new GuestTables(process.pages(), reach);
    return new Subscriber(
        tables,
        switch (kind) {
          case DECLINING -> Decliner.subscribe(name, process, tables)::close;
          case INTERVAL -> IntervalEar.subscribe(name, process, tables, range)::close;
          case SECONDARY_TLB -> TlbEar.subscribe(name, process, tables)::close;
          case PAIRED -> throw new IllegalArgumentException("that kind is recorded");
        });
  }

  /** What it holds. */
  GuestTables tables() {
    return tables;
  }

  void addSlot(GuestSlot slot) {
    slots.add(slot);
  }

  /** An access of the guest, which faults as the CPU does; whether the page is there now. */
  boolean guestAccess(long guestAddress, Access access) {
    return access(translate(guestAddress), access);
  }

  /** The same by the process's address. */
  boolean access(long address, Access access) {
    AccessOutcome outcome = tables.access(address, access);
    return outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE;
  }

  private long translate(long guestAddress) {
    for (GuestSlot slot : slots) {
      if (slot.contains(guestAddress)) {
        return slot.translate(guestAddress);
      }
    }
    throw new BadFieldException("no slot holds guest address " + guestAddress);
  }

  void leave() {
    try {
      subscription.close();
    } catch (Exception e) {
      throw new IllegalStateException("leaving failed", e);
    }
    tables.detach();
  }
}
