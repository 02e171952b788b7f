package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import mm.api.Subscription;
import mm.conform.script.BadFieldException;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.Page;

/** Somebody who is told of a process's changes, and may be a virtual machine with guest memory. */
final class Subscriber {
  private final UserProcess process;
  private final Subscription subscription;
  private final List<GuestSlot> slots = new ArrayList<>();

  private Subscriber(UserProcess process, Subscription subscription) {
    this.process = process;
    this.subscription = subscription;
  }

  static Subscriber of(String name, UserProcess process, Recording recording) {
    Recording.Listener listener = recording.listener(name, process.name());
    return new Subscriber(
        process, process.space().subscribe(listener, Declaration.neverBlocking(name)));
  }

  void addSlot(GuestSlot slot) {
    slots.add(slot);
  }

  /** An access of the guest, which faults as the CPU does. */
  Page guestAccess(long guestAddress, Access access) {
    for (GuestSlot slot : slots) {
      if (slot.contains(guestAddress)) {
        return process.pages().fault(slot.translate(guestAddress), access);
      }
    }
    throw new BadFieldException("no slot holds guest address " + guestAddress);
  }

  void leave() {
    subscription.close();
  }
}
