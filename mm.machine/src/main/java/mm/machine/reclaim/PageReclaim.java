package mm.machine.reclaim;

import java.util.List;
import mm.machine.FileKind;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.huge.HugePage;
import mm.machine.memory.Mapping;
import mm.machine.rmap.FilePage;
import mm.machine.rmap.LazyPage;
import mm.machine.rmap.ReverseMap;
import mm.machine.tables.Layout;

/** Takes one page out of all its mappings, if there is a place for its contents. */
final class PageReclaim {
  private PageReclaim() {}

  /** Whether the page could leave: pages without a file need room in the swap area. */
  static boolean hasPlace(int frame, List<ReverseMap.Place> places) {
    Mapping mapping = places.get(0).mapping();
    Frames frames = mapping.memory().frames();
    if (frames.has(frame, Frames.LAZY)) {
      return true;
    }
    boolean regular = mapping.backing() != null && mapping.backing().kind() == FileKind.REGULAR;
    if (regular && !frames.has(frame, Frames.ANONYMOUS)) {
      return true;
    }
    frames.lock();
    try {
      return frames.swap().hasRoomLocked();
    } finally {
      frames.unlock();
    }
  }

  /** Whether it is mapped nowhere any more. */
  static boolean run(int frame, List<ReverseMap.Place> places) {
    Mapping mapping = places.get(0).mapping();
    Frames frames = mapping.memory().frames();
    long address = places.get(0).address();
    if (frames.has(frame, Frames.HUGE)) {
      return huge(mapping, address);
    }
    if (frames.has(frame, Frames.ANONYMOUS) && !frames.has(frame, Frames.LAZY)) {
      return SwapOut.run(mapping, address);
    }
    long handle = frames.handle(frame);
    if (frames.has(frame, Frames.ANONYMOUS)) {
      LazyPage.unmap(mapping, address);
    } else {
      filePage(mapping.backing(), mapping.offsetAt(address), frames);
    }
    return !frames.isCurrent(handle) || frames.mapCount(frame) == 0;
  }

  /** It leaves all mappings of the file, and the cache if what it holds is elsewhere too. */
  static void filePage(CachedFile file, long page, Frames frames) {
    file.mappings().lock().readLock().lock();
    try {
      FilePage.unmapLocked(frames, file, page);
    } finally {
      file.mappings().lock().readLock().unlock();
    }
    file.reclaim(page);
  }

  /** A huge page that another memory shares, or that is mapped in pieces, stays. */
  private static boolean huge(Mapping mapping, long address) {
    if (!mapping.memory().tables().isHuge(address)) {
      return false;
    }
    long entry = mapping.memory().tables().get(address);
    HugePage page = HugePage.at(mapping, address, entry);
    if (page.isShared() || page.isPinned()) {
      return false;
    }
    HugeReclaim.run(mapping, Layout.down(address, Layout.BLOCK));
    return true;
  }
}
