package mm.machine.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The address ranges in which entries were taken away, replaced or weakened since the shadow
 * checker looked last. Costs one volatile read while nobody watches.
 */
public final class ChangeLog {
  /** A range and the operation that changed it. */
  public record Change(long start, long end, Operation operation) {}

  private static final int MAX = 256;

  private final ProcessMemory memory;
  private final List<Change> changes = new ArrayList<>();
  private volatile boolean watched;

  ChangeLog(ProcessMemory memory) {
    this.memory = memory;
  }

  public void watch(boolean on) {
    watched = on;
  }

  /** Notes a change; several of one operation may be noted as one range that covers them. */
  public void add(long start, long end) {
    if (watched) {
      record(start, end);
    }
  }

  private void record(long start, long end) {
    Operation operation = memory.machine().operations().current();
    synchronized (changes) {
      if (changes.isEmpty()) {
        memory.machine().operations().changed(memory);
      }
      Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
      if (last != null && joins(last, start, end, operation)) {
        changes.set(
            changes.size() - 1,
            new Change(Math.min(last.start, start), Math.max(last.end, end), operation));
      } else {
        changes.add(new Change(start, end, operation));
      }
    }
  }

  private boolean joins(Change last, long start, long end, Operation operation) {
    return last.operation == operation
        && (changes.size() == MAX || (start <= last.end && last.start <= end));
  }

  public List<Change> drain() {
    synchronized (changes) {
      List<Change> all = List.copyOf(changes);
      changes.clear();
      return all;
    }
  }
}
