package mm.core;

import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;

/** What a caller can do wrong with sections; nothing has changed when it is told. */
final class Misuse {
  private Misuse() {}

  /** Refuses arguments that no section can have. */
  static void check(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    AddressRange.check(start, end);
    if (event == null
        || event == InvalidationEvent.RELEASE
        || owner != MigrationOwner.NONE && (owner == null || !mayHaveOwner(event))) {
      throw misused(event, owner);
    }
  }

  private static boolean mayHaveOwner(InvalidationEvent event) {
    return event == InvalidationEvent.MIGRATE || event == InvalidationEvent.EXCLUSIVE;
  }

  private static ContractException misused(InvalidationEvent event, MigrationOwner owner) {
    String what = event + " has no migration owner, but got " + owner;
    if (event == null) {
      what = "begin without an event";
    } else if (event == InvalidationEvent.RELEASE) {
      what = "RELEASE is announced by release(), not by begin";
    } else if (owner == null) {
      what = event + " by null; an owner that nobody is, is MigrationOwner.NONE";
    }
    return new ContractException(Rule.R2_9, what);
  }

  /** The end of an open section of this thread, at the wrong time or on another space. */
  static ContractException wrongEnd(Section section, AddressSpace space) {
    return end(
        section
            + (section.in(space)
                ? " before the section begun after it"
                : " on space " + space.name() + ", but it was begun on another")
            + " in thread ");
  }

  static ContractException notInnermost(AddressSpace space) {
    return end("a section in " + space.name() + " before the section begun after it in thread ");
  }

  static ContractException notOpen(AddressSpace space) {
    return end("a section that is not open in " + space.name() + " in thread ");
  }

  private static ContractException end(String what) {
    return new ContractException(Rule.R2_10, "end of " + what + Thread.currentThread().getName());
  }
}
