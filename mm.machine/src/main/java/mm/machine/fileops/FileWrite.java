package mm.machine.fileops;

import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.faults.Faults;
import mm.machine.faults.Fill;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.spi.Access;

/**
 * Write(2) from mapped memory, page by page of the file: the source is faulted in by the kernel for
 * reading; what the file's mappings show changes without any of them being told.
 */
public final class FileWrite {
  private FileWrite() {}

  /** Bytes written before a page that cannot be read, or EFAULT when there are none. */
  public static long run(
      ProcessMemory memory, CachedFile file, long offset, long length, long source) {
    if (offset < 0 || length < 0 || offset + length < 0) {
      return Errno.EINVAL.result();
    }
    long done = 0;
    while (done < length) {
      long page = (offset + done) >>> Layout.PAGE_SHIFT;
      long wanted = Math.min(length - done, ((page + 1) << Layout.PAGE_SHIFT) - offset - done);
      if (file.cachedOrRead(page) == Frames.NONE) {
        return done > 0 ? done : Errno.ENOMEM.result();
      }
      file.extendTo(offset + done);
      long readable = readable(memory, source + done, wanted);
      if (readable == Layout.PAGE && Layout.isPageAligned(source + done)) {
        Fill.look(memory, source + done).ifPresent(value -> file.fill(page, value));
      }
      if (readable > 0) {
        file.markDirty(page);
        file.extendTo(offset + done + readable);
      }
      done += readable;
      if (readable == 0 && wanted < Layout.PAGE && page < file.pages()) {
        file.markDirty(page); // a part of a page is prepared before its bytes are looked for
      }
      if (readable < wanted) {
        return done > 0 ? done : Errno.EFAULT.result();
      }
    }
    return done;
  }

  private static long readable(ProcessMemory memory, long source, long length) {
    long end = source + length;
    long at = source;
    while (at < end && Faults.access(memory, at, Access.READ) == FaultOutcome.OK) {
      at = Math.min(end, Layout.pageDown(at) + Layout.PAGE);
    }
    return at - source;
  }
}
