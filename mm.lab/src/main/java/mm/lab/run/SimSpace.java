package mm.lab.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mm.api.AddressSpace;
import mm.lab.explore.Touch;
import mm.lab.scenario.Pages;
import mm.spi.Access;

/** The memory of an address space: mappings, a page table, the mmap lock. */
final class SimSpace {
  /** An entry of the page table. */
  record Pte(long frame, Access rights) {}

  final String name;
  final World world;
  final MapLock mapLock;
  final OpenSections sections;
  final List<Pages> mappings = new ArrayList<>();
  private final Map<Integer, Pte> table = new TreeMap<>();

  /** Pages that reclaim has unmapped while a device still held them. */
  private final Map<Integer, Long> kept = new TreeMap<>();

  /** Pages that mprotect has made read-only. */
  private final Set<Integer> readOnly = new HashSet<>();

  private AddressSpace space;

  /** Threads that take drivers off the list. */
  final List<String> leavers = new ArrayList<>();

  /** When the open epoch was opened; negative when there is none. */
  long epochSince = -1;

  private long changes;
  boolean intervals;
  boolean gone;

  SimSpace(World world, String name) {
    this.world = world;
    this.name = name;
    mapLock = new MapLock(world.course, name);
    sections = new OpenSections(world.course);
  }

  void countChange() {
    changes++;
  }

  long changes() {
    return changes;
  }

  void dispatchedBy(AddressSpace own) {
    space = own;
  }

  AddressSpace space() {
    return space;
  }

  String object() {
    return "pages of " + name;
  }

  boolean isMapped(int page) {
    return mappings.stream().anyMatch(each -> each.first() <= page && page < each.end());
  }

  boolean isMappedIn(Pages pages) {
    return mappings.stream()
        .anyMatch(each -> each.first() < pages.end() && pages.first() < each.end());
  }

  void map(Pages pages) {
    mappings.add(pages);
    readOnly.removeIf(page -> pages.first() <= page && page < pages.end());
  }

  /** The mappings of another, with what may be written. */
  void mapAs(SimSpace other) {
    mappings.addAll(other.mappings);
    readOnly.addAll(other.readOnly);
  }

  /** Whether the mapping allows it, whatever the page table says. */
  boolean mayWrite(int page) {
    world.course.touch(object(), Touch.READ);
    return isMapped(page) && !readOnly.contains(page);
  }

  void forbidWrites(Pages pages) {
    world.course.touch(object(), Touch.WRITE);
    for (int page = pages.first(); page < pages.end(); page++) {
      readOnly.add(page);
    }
  }

  boolean maps(long frame) {
    world.course.touch(object(), Touch.READ);
    return table.values().stream().anyMatch(each -> each.frame() == frame);
  }

  void unmap(Pages gonePages) {
    List<Pages> left = new ArrayList<>();
    for (Pages each : mappings) {
      if (each.first() < Math.min(each.end(), gonePages.first())) {
        left.add(new Pages(each.first(), Math.min(each.end(), gonePages.first())));
      }
      if (Math.max(each.first(), gonePages.end()) < each.end()) {
        left.add(new Pages(Math.max(each.first(), gonePages.end()), each.end()));
      }
    }
    mappings.clear();
    mappings.addAll(left);
  }

  Pte look(int page) {
    world.course.touch(object(), Touch.READ);
    return table.get(page);
  }

  void set(int page, long frame, Access rights) {
    world.course.touch(object(), Touch.WRITE);
    table.put(page, new Pte(frame, rights));
    kept.remove(page);
  }

  Pte clear(int page) {
    world.course.touch(object(), Touch.WRITE);
    return table.remove(page);
  }

  void keep(int page, long frame) {
    kept.put(page, frame);
  }

  Long kept(int page) {
    return kept.get(page);
  }

  /** Pages of a range that are present. */
  List<Integer> present(Pages pages) {
    return table.keySet().stream()
        .filter(each -> pages.first() <= each && each < pages.end())
        .toList();
  }

  Map<Integer, Pte> table() {
    return table;
  }
}
