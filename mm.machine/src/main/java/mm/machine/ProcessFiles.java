package mm.machine;

import java.util.Set;
import mm.machine.calls.RemapFilePages;
import mm.machine.calls.SharedSegment;
import mm.machine.fileops.FileWrite;
import mm.machine.fileops.HolePunch;
import mm.machine.fileops.Msync;
import mm.machine.fileops.WriteBack;
import mm.machine.files.CachedFile;
import mm.machine.memory.Operations;

/**
 * What a process does with files and shared segments, from {@link UserProcess#files}. Operations
 * answer as those of the process do: a result of at least 0, or a negative error number ({@link
 * Errno}); addresses and lengths are bytes.
 *
 * <p>They may be called from any thread, and may wait for the mmap lock and for drivers.
 */
public final class ProcessFiles {
  private final UserProcess process;
  private final Operations operations;

  ProcessFiles(UserProcess process) {
    this.process = process;
    operations = process.machine().operations();
  }

  /**
   * Sets the size of a file; pages behind the new end leave every mapping.
   *
   * @param file the file
   * @param bytes the size
   * @return 0, or a negative error number
   */
  public long ftruncate(Backing file, long bytes) {
    operations.begin("ftruncate", file + ", " + bytes);
    return operations.done(HolePunch.truncate(CachedFile.of(file), bytes));
  }

  /**
   * Empties a range of a file; whole pages in it leave every mapping.
   *
   * @param file the file
   * @param offset first byte
   * @param length bytes
   * @return 0, or a negative error number
   */
  public long punchHole(Backing file, long offset, long length) {
    operations.begin("punch_hole", file + ", " + offset + ", " + length);
    return operations.done(HolePunch.run(CachedFile.of(file), offset, length));
  }

  /**
   * Writes dirty pages of shared file mappings back.
   *
   * @param address start, page aligned
   * @param length bytes, rounded up to whole pages
   * @param flags when
   * @return 0, or a negative error number
   */
  public long msync(long address, long length, Set<SyncFlag> flags) {
    operations.begin("msync", address, length);
    return operations.done(Msync.run(process.memory(), address, length, flags));
  }

  /**
   * Writes dirty pages of a file back.
   *
   * @param file the file
   * @return 0
   */
  public long fsync(Backing file) {
    operations.begin("fsync", file);
    return operations.done(WriteBack.run(CachedFile.of(file), 0, Long.MAX_VALUE));
  }

  /**
   * Drops the cached pages of a file that are neither dirty nor mapped, and writes the dirty ones
   * back, which the next call can drop (posix_fadvise with DONTNEED).
   *
   * @param file the file
   */
  public void dropCache(Backing file) {
    operations.begin("fadvise", file);
    CachedFile dropped = CachedFile.of(file);
    dropped.dropClean();
    WriteBack.run(dropped, 0, Long.MAX_VALUE);
    operations.done();
  }

  /**
   * Writes memory to a file, which grows if need be.
   *
   * @param file the file
   * @param offset first byte of the file
   * @param length bytes
   * @param source where they are in memory
   * @return bytes written before a page that cannot be read, or EFAULT when there are none
   */
  public long write(Backing file, long offset, long length, long source) {
    operations.begin("write", source, length);
    return operations.done(
        FileWrite.run(process.memory(), CachedFile.of(file), offset, length, source));
  }

  /**
   * Shows another part of a shared file in a range.
   *
   * @param address start, rounded down to its page
   * @param length bytes, rounded down to whole pages
   * @param page first page of the file
   * @return 0, or a negative error number
   */
  public long remapFilePages(long address, long length, long page) {
    operations.begin("remap_file_pages", address, length);
    return operations.done(RemapFilePages.run(process.memory(), address, length, page));
  }

  /**
   * Attaches System V shared memory.
   *
   * @param segment a file of kind SEGMENT
   * @param address where; nothing may be mapped there
   * @return the address, or a negative error number
   */
  public long shmat(Backing segment, long address) {
    operations.begin("shmat", address, segment.pages());
    return operations.done(SharedSegment.attach(process.memory(), CachedFile.of(segment), address));
  }

  /**
   * Detaches System V shared memory.
   *
   * @param address where it was attached
   * @return 0, or a negative error number
   */
  public long shmdt(long address) {
    operations.begin("shmdt", (Object) address);
    return operations.done(SharedSegment.detach(process.memory(), address));
  }
}
