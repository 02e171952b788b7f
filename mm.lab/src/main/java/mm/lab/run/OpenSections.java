package mm.lab.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.lab.explore.Course;

/** The sections that are open in a space, or being opened, by thread. */
final class OpenSections {
  /** One of them. */
  record Open(
      String thread,
      long number,
      AddressRange range,
      AddressSpace told,
      long[] stamp,
      long began) {}

  private final Course course;
  private final Map<String, Deque<Open>> byThread = new HashMap<>();
  private long numbers;

  OpenSections(Course course) {
    this.course = course;
  }

  /** Of a section that is begun there, and ends there, whatever engine comes meanwhile. */
  Open push(AddressRange range, AddressSpace told) {
    Open open = new Open(course.actor(), ++numbers, range, told, new long[1], course.nanoTime());
    byThread.computeIfAbsent(course.actor(), key -> new ArrayDeque<>()).push(open);
    return open;
  }

  void remove(Open open) {
    byThread.get(open.thread()).remove(open);
  }

  Open innermost() {
    return byThread.getOrDefault(course.actor(), new ArrayDeque<>()).peek();
  }

  List<Open> all() {
    List<Open> all = new ArrayList<>();
    byThread.values().forEach(all::addAll);
    return all;
  }

  List<String> owners() {
    return all().stream().map(Open::thread).distinct().toList();
  }

  /** Whose sections were begun there. */
  List<String> in(AddressSpace told) {
    return all().stream().filter(each -> each.told() == told).map(Open::thread).distinct().toList();
  }

  boolean covers(long address) {
    return all().stream().anyMatch(each -> each.range().contains(address));
  }

  boolean isEmpty() {
    return byThread.values().stream().allMatch(Deque::isEmpty);
  }
}
