package mm.machine.faults;

import mm.machine.FaultOutcome;
import mm.machine.entries.Entries;
import mm.machine.entries.ExclusiveEntries;
import mm.machine.memory.MachineState;
import mm.machine.memory.Mapping;
import mm.machine.memory.PageGroup;
import mm.machine.memory.ProcessMemory;
import mm.machine.migration.DeviceMigration;
import mm.machine.reclaim.Reclaim;
import mm.machine.reclaim.SwapIn;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;
import mm.spi.Access;

/** Accesses of the CPU and the faults they raise. */
public final class Faults {
  /** Linux {@code SWAP_CLUSTER_MAX}. */
  static final int DIRECT = 32;

  /** Others can take a page away as often as it is brought, but not so often. */
  private static final int MAX_FAULTS = 100_000;

  private Faults() {}

  /** One access of the CPU to a page. */
  public static FaultOutcome access(ProcessMemory memory, long address, Access access) {
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().find(address);
      if (mapping == null || !mapping.allows(access)) {
        return FaultOutcome.SIGSEGV;
      }
      return accessLocked(mapping, address, FaultKind.of(access));
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  /** An allowed access to a page of a mapping; the mmap lock is held. */
  public static FaultOutcome accessLocked(Mapping mapping, long address, FaultKind kind) {
    for (int faults = 0; !Entries.use(mapping.memory(), address, kind); faults++) {
      checkProgress(faults, address, kind);
      FaultOutcome outcome = handle(mapping, address, kind);
      boolean mayRetry = outcome == FaultOutcome.OUT_OF_MEMORY && isWithinLimit(mapping);
      if (mayRetry && reclaims(mapping.memory().machine())) {
        continue;
      }
      if (outcome != FaultOutcome.OK) {
        return outcome;
      }
    }
    if (kind.writes() && !mapping.isPrivate()) {
      mapping.backing().writtenThroughEntry(mapping.offsetAt(address));
    }
    return FaultOutcome.OK;
  }

  /** A fault that is handled again and again, and never for good, is a defect of the machine. */
  public static void checkProgress(int faults, long address, FaultKind kind) {
    if (faults == MAX_FAULTS) {
      throw new IllegalStateException(
          "faults without end at 0x" + Long.toHexString(address) + " for " + kind);
    }
  }

  /** If not, only what its group has could help, and has been tried. */
  private static boolean isWithinLimit(Mapping mapping) {
    PageGroup group = mapping.memory().group();
    return group == null || group.hasRoomFor(1);
  }

  /** Direct reclaim: whether a frame may be free now. */
  private static boolean reclaims(MachineState machine) {
    return Reclaim.run(machine, memory -> true, DIRECT) > 0;
  }

  /**
   * Handles one fault. A race may leave the access still not possible, so callers look again.
   *
   * @return OK unless the access can never succeed
   */
  public static FaultOutcome handle(Mapping mapping, long address, FaultKind kind) {
    mapping.memory().assertLocked();
    PageGroup group = mapping.memory().group();
    boolean counts = group != null && group.isLimited() && !mapping.isHugetlb();
    return counts ? GroupFault.run(mapping, address, kind, group) : resolve(mapping, address, kind);
  }

  static FaultOutcome resolve(Mapping mapping, long address, FaultKind kind) {
    if (mapping.isHugetlb()) {
      return HugetlbFault.run(mapping, address, kind);
    }
    long page = Layout.pageDown(address);
    long entry = mapping.memory().tables().get(page);
    if (Pte.isMissing(entry)) {
      return missing(mapping, page, kind);
    }
    if (!Pte.isPresent(entry)) {
      return absent(mapping, page, entry, kind);
    }
    if (kind.writes() && Pte.isUffdWp(entry)) {
      return UserFaults.write(mapping, page, entry);
    }
    if (kind == FaultKind.UNSHARE || (kind.writes() && !Pte.isWritable(entry))) {
      return CopyOnWrite.run(mapping, page, entry, kind);
    }
    return FaultOutcome.OK;
  }

  /** A reaped memory gets no new private pages; without a file nobody else is asked before that. */
  private static FaultOutcome missing(Mapping mapping, long page, FaultKind kind) {
    if (mapping.isForeign()) {
      return FaultOutcome.SIGBUS;
    }
    boolean reaped = mapping.memory().oom().isUnstable() && mapping.isPrivate();
    if (reaped && mapping.isAnonymous()) {
      return FaultOutcome.SIGBUS;
    }
    if (UserFaults.waits(mapping, page)) {
      return FaultOutcome.USERFAULT;
    }
    if (reaped) {
      return FaultOutcome.SIGBUS;
    }
    return mapping.isAnonymous()
        ? AnonymousFault.run(mapping, page, kind)
        : FileFault.run(mapping, page, kind);
  }

  private static FaultOutcome absent(Mapping mapping, long page, long entry, FaultKind kind) {
    if (Pte.is(entry, Pte.SWAP)) {
      return SwapIn.run(mapping, page, entry, kind);
    }
    if (Pte.is(entry, Pte.DEVICE)) {
      return DeviceMigration.bringBack(mapping, page, Pte.frame(entry));
    }
    if (Pte.is(entry, Pte.EXCLUSIVE)) {
      ExclusiveEntries.end(mapping, page);
      return FaultOutcome.OK;
    }
    if (Pte.is(entry, Pte.MIGRATION)) {
      Thread.yield(); // the migrating thread holds the mmap lock and waits for nobody
      return FaultOutcome.OK;
    }
    return FaultOutcome.SIGSEGV;
  }
}
