package mm.machine.rmap;

import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;

/**
 * Takes a page of a file out of every mapping, of whichever memory, in the order of the file's list
 * of mappings: each that shows the page is told, whether it holds the page or not, until none maps
 * it any more (Linux {@code rmap_walk_file}). The caller has that list locked.
 */
public final class FilePage {
  private FilePage() {}

  /** Silent for a page that nobody maps. */
  public static void unmapLocked(Frames frames, CachedFile file, long page) {
    int frame = file.cached(page);
    if (frame == Frames.ZERO) {
      return;
    }
    for (Mapping mapping : Mappings.showingLocked(file, page, page + 1)) {
      if (frames.mapCount(frame) == 0) {
        return;
      }
      ReversePage.unmap(mapping, mapping.addressOf(page), frame);
    }
  }
}
