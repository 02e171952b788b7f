package mm.machine;

import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** How devices look up pages of a memory: they fault as the CPU does, under the mmap lock. */
final class DevicePages implements PageSource {
  /** Whether a lookup takes a reference. */
  private enum Hold {
    NOTHING,
    PIN
  }

  private final ProcessMemory memory;

  DevicePages(ProcessMemory memory) {
    this.memory = memory;
  }

  @Override
  public Page fault(long address, Access access) {
    return lookUp(address, access, Hold.NOTHING);
  }

  @Override
  public Page pin(long address, Access access) {
    return lookUp(address, access, Hold.PIN);
  }

  private Page lookUp(long address, Access access, Hold hold) {
    memory.machine.operations().begin("device fault", address, access);
    memory.mmapLock.readLock().lock();
    try {
      Mapping mapping = memory.mappings.find(address);
      if (mapping == null) {
        return Page.HOLE;
      }
      return mapping.allows(access)
          ? lookUpLocked(mapping, address, access, hold)
          : Page.NO_PERMISSION;
    } finally {
      memory.mmapLock.readLock().unlock();
    }
  }

  private Page lookUpLocked(Mapping mapping, long address, Access access, Hold hold) {
    Page page = take(address, access, hold);
    while (!page.isPresent()) {
      FaultOutcome outcome = Faults.handle(mapping, address, kind(address, access, hold));
      if (outcome != FaultOutcome.OK) {
        return Page.HOLE;
      }
      page = take(address, access, hold);
    }
    return page;
  }

  private FaultKind kind(long address, Access access, Hold hold) {
    boolean present = memory.tables.get(address) != Pte.NONE;
    return hold == Hold.PIN && access == Access.READ && present
        ? FaultKind.UNSHARE
        : FaultKind.of(access);
  }

  /** The page if it can be had without a fault. */
  private Page take(long address, Access access, Hold hold) {
    memory.tables.lock();
    try {
      if (!Entries.use(memory, address, FaultKind.of(access))) {
        return Page.HOLE;
      }
      long entry = memory.tables.getLocked(address);
      if (hold == Hold.PIN && !pin(entry)) {
        return Page.HOLE;
      }
      return page(entry);
    } finally {
      memory.tables.unlock();
    }
  }

  /** A page that may not be written could be shared with another process; then it is not pinned. */
  private boolean pin(long entry) {
    Frames frames = memory.frames;
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
    return Page.present(memory.frames.handle(Pte.frame(entry)), rights);
  }

  @Override
  public Page snapshot(long address) {
    memory.tables.lock();
    try {
      long entry = memory.tables.getLocked(address);
      return Pte.isReadable(entry) ? page(entry) : Page.HOLE;
    } finally {
      memory.tables.unlock();
    }
  }

  @Override
  public void unpin(long frame) {
    memory.frames.unpin(frame);
  }
}
