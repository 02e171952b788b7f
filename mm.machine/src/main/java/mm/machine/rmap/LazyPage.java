package mm.machine.rmap;

import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.tables.Pte;

/**
 * Takes a private page that was freed lazily out of every mapping, of whichever memory: each that
 * could show it is told, until none maps it any more, or one has written it since. So the source of
 * a DONTUNMAP is told of pages that have moved away, and a parent of pages that only its child has.
 */
public final class LazyPage {
  private LazyPage() {}

  /** The page that a mapping shows at an address. */
  public static void unmap(Mapping mapping, long address) {
    Frames frames = mapping.memory().frames();
    long entry = mapping.memory().tables().get(address);
    if (!Pte.isPresent(entry) || Pte.frame(entry) == Frames.ZERO) {
      return;
    }
    int frame = Pte.frame(entry);
    long handle = frames.handle(frame);
    try (ReverseMap map = ReverseMap.walk(mapping, address, entry)) {
      for (ReverseMap.Place place : map.places()) {
        boolean mapped = frames.isCurrent(handle) && frames.mapCount(frame) > 0;
        if (!mapped || !ReversePage.unmap(place.mapping(), place.address(), frame)) {
          return;
        }
      }
    }
  }
}
