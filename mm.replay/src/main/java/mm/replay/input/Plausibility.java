package mm.replay.input;

import mm.api.AddressRange;
import mm.replay.input.Call.Brk;
import mm.replay.input.Call.Madvise;
import mm.replay.input.Call.Mmap;
import mm.replay.input.Call.Mprotect;
import mm.replay.input.Call.Mremap;
import mm.replay.input.Call.Munmap;

/**
 * Knows what a call that succeeded cannot have been, so that nobody downstream meets addresses that
 * wrap. Calls that failed may have had any arguments.
 */
final class Plausibility {
  private static final long PAGE_MASK = AddressRange.PAGE_SIZE - 1;

  private Plausibility() {}

  /** Why {@code call} cannot have returned {@code value}, or null when it can. */
  static String faultOf(Call call, long value) {
    if (call instanceof Mmap mmap) {
      return faultOf(mmap, value);
    }
    if (call instanceof Munmap munmap) {
      return nonEmpty(munmap.address(), munmap.length());
    }
    if (call instanceof Mprotect mprotect) {
      return span(mprotect.address(), mprotect.length());
    }
    if (call instanceof Madvise madvise) {
      return span(madvise.address(), madvise.length());
    }
    if (call instanceof Mremap mremap) {
      return faultOf(mremap, value);
    }
    return call instanceof Brk && (value < 0 || value > AddressRange.TOP)
        ? "the break " + hex(value) + " leaves the address space"
        : null;
  }

  /** Why {@code call}, which did not return, cannot succeed, or null when it can. */
  static String faultOfArguments(Call call) {
    if (call instanceof Mmap mmap) {
      return mmap.flags().isFixed() ? faultOf(mmap, mmap.address()) : null;
    }
    if (call instanceof Mremap mremap) {
      return span(mremap.oldAddress(), mremap.oldLength());
    }
    return faultOf(call, 0);
  }

  /** Why no notification can be about {@code [start, end)}, or null when one can. */
  static String faultOfRange(long start, long end) {
    if (((start | end) & PAGE_MASK) != 0) {
      return "the range " + AddressRange.text(start, end) + " is not page aligned";
    }
    if (start < 0 || end < 0) {
      return "the range " + AddressRange.text(start, end) + " leaves the address space";
    }
    return end <= start ? "the range " + AddressRange.text(start, end) + " is empty" : null;
  }

  private static String faultOf(Mmap mmap, long result) {
    String fault = nonEmpty(result, mmap.length());
    if (fault == null && mmap.flags().isFixed() && mmap.address() != result) {
      return "a fixed mapping at " + hex(mmap.address()) + " cannot return " + hex(result);
    }
    boolean wraps = mmap.offset() < 0 || mmap.offset() > AddressRange.TOP - mmap.length();
    if (fault == null && wraps && !mmap.flags().isAnonymous()) {
      return "the offset " + hex(mmap.offset()) + " and the length leave every file";
    }
    return fault;
  }

  private static String faultOf(Mremap mremap, long result) {
    String fault = span(mremap.oldAddress(), mremap.oldLength());
    if (fault == null) {
      fault = nonEmpty(result, mremap.newLength());
    }
    if (fault == null && mremap.flags().isFixed() && mremap.newAddress() != result) {
      return "a fixed move to " + hex(mremap.newAddress()) + " cannot return " + hex(result);
    }
    return fault;
  }

  private static String nonEmpty(long address, long length) {
    return length == 0
        ? "the length is 0, so the call cannot have succeeded"
        : span(address, length);
  }

  private static String span(long address, long length) {
    if ((address & PAGE_MASK) != 0) {
      return "the address " + hex(address) + " is not page aligned";
    }
    if (address < 0 || length < 0 || length > AddressRange.TOP - address) {
      return "address "
          + hex(address)
          + " plus length "
          + Long.toUnsignedString(length)
          + " leaves the address space or wraps";
    }
    return null;
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
