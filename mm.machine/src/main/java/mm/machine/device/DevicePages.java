package mm.machine.device;

import mm.api.MigrationOwner;
import mm.machine.FaultOutcome;
import mm.machine.entries.Entries;
import mm.machine.faults.CopyOnWrite;
import mm.machine.faults.Faults;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.migration.DeviceMigration;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;
import mm.spi.Access;
import mm.spi.DeviceMemory;
import mm.spi.Look;
import mm.spi.Migration;
import mm.spi.Page;
import mm.spi.PageSource;

/** How devices look up pages of a memory: they fault as the CPU does, under the mmap lock. */
public final class DevicePages implements PageSource {
  /** Whether a lookup takes a reference. */
  private enum Hold {
    NOTHING,
    PIN
  }

  private final ProcessMemory memory;

  public DevicePages(ProcessMemory memory) {
    this.memory = memory;
  }

  @Override
  public Page fault(long address, Access access) {
    return lookUp(address, access, Hold.NOTHING, MigrationOwner.NONE);
  }

  @Override
  public Page pin(long address, Access access) {
    return lookUp(address, access, Hold.PIN, MigrationOwner.NONE);
  }

  private Page lookUp(long address, Access access, Hold hold, MigrationOwner owner) {
    memory.machine().operations().begin("device fault", address, access);
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().find(address);
      if (mapping == null || mapping.isForeign()) {
        return Page.HOLE;
      }
      return mapping.allows(access)
          ? lookUpLocked(mapping, address, access, hold, owner)
          : Page.NO_PERMISSION;
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private Page lookUpLocked(
      Mapping mapping, long address, Access access, Hold hold, MigrationOwner owner) {
    Page page = take(mapping, address, access, hold, owner);
    for (int faults = 0; !page.isPresent(); faults++) {
      FaultKind kind = kind(address, access, hold);
      Faults.checkProgress(faults, address, kind);
      FaultOutcome outcome = Faults.handle(mapping, address, kind);
      if (outcome != FaultOutcome.OK) {
        return Page.HOLE;
      }
      page = take(mapping, address, access, hold, owner);
    }
    return page;
  }

  private FaultKind kind(long address, Access access, Hold hold) {
    boolean present = Pte.isPresent(memory.tables().get(address));
    return hold == Hold.PIN && access == Access.READ && present
        ? FaultKind.UNSHARE
        : FaultKind.of(access);
  }

  /** The page if it can be had without a fault. */
  private Page take(Mapping mapping, long address, Access access, Hold hold, MigrationOwner owner) {
    Page own = owner == MigrationOwner.NONE ? Page.HOLE : ownPage(mapping, address, access, owner);
    return own.isPresent() ? own : take(address, access, hold);
  }

  private Page take(long address, Access access, Hold hold) {
    memory.tables().lock();
    try {
      if (!Entries.use(memory, address, FaultKind.of(access))) {
        return Page.HOLE;
      }
      long entry = memory.tables().getLocked(address);
      if (hold == Hold.PIN && !pin(entry)) {
        return Page.HOLE;
      }
      return page(entry);
    } finally {
      memory.tables().unlock();
    }
  }

  /** A page that may not be written could be shared with another process; then it is not pinned. */
  private boolean pin(long entry) {
    Frames frames = memory.frames();
    frames.lock();
    try {
      if (!Pte.isWritable(entry) && !CopyOnWrite.mayPin(frames, entry)) {
        return false;
      }
      frames.holdLocked(Pte.frame(entry));
      return true;
    } finally {
      frames.unlock();
    }
  }

  private Page page(long entry) {
    Access rights = Pte.isWritable(entry) ? Access.WRITE : Access.READ;
    return Page.present(memory.frames().handle(Pte.frame(entry)), rights);
  }

  @Override
  public Page snapshot(long address) {
    memory.tables().lock();
    try {
      long entry = memory.tables().getLocked(address);
      return Pte.isReadable(entry) ? page(entry) : Page.HOLE;
    } finally {
      memory.tables().unlock();
    }
  }

  @Override
  public void unpin(long frame) {
    memory.frames().unpin(frame);
  }

  @Override
  public Page fault(long address, Access access, MigrationOwner owner) {
    return lookUp(address, access, Hold.NOTHING, owner);
  }

  @Override
  public Page snapshot(long address, MigrationOwner owner) {
    memory.tables().lock();
    try {
      long entry = memory.tables().getLocked(address);
      return isOf(entry, owner) ? devicePage(entry) : snapshot(address);
    } finally {
      memory.tables().unlock();
    }
  }

  @Override
  public Look look(long address, MigrationOwner owner) {
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().find(address);
      boolean forbidden = mapping == null || mapping.isForeign() || !mapping.allows(Access.READ);
      return forbidden ? Look.without(Look.Standing.FORBIDDEN) : lookLocked(address, owner);
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private Look lookLocked(long address, MigrationOwner owner) {
    memory.tables().lock();
    try {
      long entry = memory.tables().getLocked(address);
      if (isOf(entry, owner)) {
        return new Look(Look.Standing.DEVICE, devicePage(entry));
      }
      if (!Pte.isReadable(entry)) {
        return Look.without(Look.Standing.ABSENT);
      }
      boolean zero = Pte.frame(entry) == Frames.ZERO;
      Look.Size size = Pte.isHuge(entry) ? Look.Size.BLOCK : Look.Size.PAGE;
      return new Look(zero ? Look.Standing.ZERO : Look.Standing.SYSTEM, page(entry), size);
    } finally {
      memory.tables().unlock();
    }
  }

  private boolean isOf(long entry, MigrationOwner owner) {
    if (Pte.isPresent(entry) || !Pte.is(entry, Pte.DEVICE)) {
      return false;
    }
    DeviceMemory device = memory.frames().deviceOf(Pte.frame(entry));
    return device != null && device.owner() == owner;
  }

  private Page devicePage(long entry) {
    Access rights = Pte.is(entry, Pte.WRITE) ? Access.WRITE : Access.READ;
    return Page.present(memory.frames().handle(Pte.frame(entry)), rights);
  }

  /**
   * The asking device's own page. It may come to be written in place when nobody shares it; else it
   * has to come back first, and is copied by the fault.
   */
  private Page ownPage(Mapping mapping, long address, Access access, MigrationOwner owner) {
    memory.tables().lock();
    try {
      long entry = memory.tables().getLocked(address);
      if (!isOf(entry, owner)) {
        return Page.HOLE;
      }
      if (access == Access.WRITE && !Pte.is(entry, Pte.WRITE)) {
        if (!mapping.has(Flags.WRITE) || memory.frames().mapCount(Pte.frame(entry)) > 1) {
          return Page.HOLE;
        }
        entry |= Pte.WRITE;
      }
      long marks = access == Access.WRITE ? Pte.DATA : 0;
      memory.tables().leafLocked(address)[PageTables.entryIndex(address)] = entry | marks;
      return devicePage(entry);
    } finally {
      memory.tables().unlock();
    }
  }

  @Override
  public Migration migrateToDevice(long start, long end, DeviceMemory device) {
    memory.machine().operations().begin("migrate to device", start, end - start);
    return done(DeviceMigration.toDevice(memory, start, end, device));
  }

  @Override
  public Migration migrateToSystem(long start, long end, DeviceMemory device) {
    memory.machine().operations().begin("migrate to system", start, end - start);
    return done(DeviceMigration.toSystem(memory, start, end, device));
  }

  @Override
  public Page makeExclusive(long address, MigrationOwner owner) {
    memory.machine().operations().begin("exclusive access", address, Access.WRITE);
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().find(address);
      if (mapping == null || !mapping.isPrivate() || mapping.isHugetlb() || mapping.isForeign()) {
        return Page.HOLE;
      }
      return mapping.allows(Access.WRITE)
          ? ExclusiveAccess.make(mapping, Layout.pageDown(address), owner)
          : Page.NO_PERMISSION;
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  @Override
  public void copy(long source, long target) {
    memory.frames().copy(source, target);
  }

  private <T> T done(T result) {
    memory.machine().operations().done();
    return result;
  }
}
