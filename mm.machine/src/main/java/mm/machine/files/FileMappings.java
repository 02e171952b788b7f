package mm.machine.files;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The mappings of a file by first page, equal ones in order of arrival. Methods that end in {@code
 * Locked} need {@link #lock}, the others take it themselves.
 */
public final class FileMappings {
  /** Guards the list (Linux {@code i_mmap_rwsem}). */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private final List<FileView> mappings = new ArrayList<>();

  public ReentrantReadWriteLock lock() {
    return lock;
  }

  public void add(FileView mapping) {
    lock.writeLock().lock();
    try {
      mappings.add(position(mapping.offset()), mapping);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private int position(long offset) {
    int low = 0;
    int high = mappings.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (mappings.get(middle).offset() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  public void remove(FileView mapping) {
    lock.writeLock().lock();
    try {
      int index = position(mapping.offset()) - 1;
      while (mappings.get(index) != mapping) {
        index--;
      }
      mappings.remove(index);
    } finally {
      lock.writeLock().unlock();
    }
  }

  boolean isEmptyLocked() {
    return mappings.isEmpty();
  }

  /** Those that show pages of a range. */
  public List<FileView> showingLocked(long from, long to) {
    List<FileView> found = new ArrayList<>();
    for (FileView mapping : mappings) {
      if (mapping.offset() < to && mapping.offset() + mapping.pages() > from) {
        found.add(mapping);
      }
    }
    return found;
  }
}
