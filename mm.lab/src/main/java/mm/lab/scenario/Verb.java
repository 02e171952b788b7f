package mm.lab.scenario;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a thread or a callback can do, one word and its arguments. */
public enum Verb {
  /** Maps pages. */
  MAP("map SPACE PAGES", 2, 2, Where.THREADS),
  /** Touches a page with the CPU; a missing one is made present. */
  TOUCH("touch SPACE PAGE", 2, 2, Where.ANYWHERE),
  /** Writes to a page with the CPU; a page that is shared since a fork is copied first. */
  WRITE("write SPACE PAGE", 2, 2, Where.ANYWHERE),
  /** Unmaps pages: munmap. */
  UNMAP("unmap SPACE PAGES", 2, 2, Where.ANYWHERE),
  /** Throws pages away and keeps the mapping: MADV_DONTNEED. */
  DISCARD("discard SPACE PAGES", 2, 2, Where.ANYWHERE),
  /** Takes write permission away: mprotect. */
  PROTECT("protect SPACE PAGES", 2, 2, Where.ANYWHERE),
  /** Takes one page away, as reclaim does; holds no mmap lock. */
  RECLAIM("reclaim SPACE PAGE", 2, 2, Where.ANYWHERE),
  /** Replaces one page by another, as migration does; an owner may ask for it. */
  MIGRATE("migrate SPACE PAGE [OWNER]", 2, 3, Where.ANYWHERE),
  /** Copies a space; both sides lose write permission. */
  FORK("fork SPACE NEW-SPACE", 2, 2, Where.THREADS),
  /** Ends a space: release, then its pages go. */
  EXIT("exit SPACE", 1, 1, Where.THREADS),
  /** Takes what the OOM reaper can get; by default 3 attempts. */
  REAP("reap SPACE [ATTEMPTS]", 1, 2, Where.THREADS),
  /** Opens a section and changes nothing. */
  BEGIN("begin SPACE PAGES [blocking|nonblocking]", 2, 3, Where.ANYWHERE),
  /** Takes pages away inside a section that this thread has opened. */
  CLEAR_PAGES("clear-pages SPACE PAGES", 2, 2, Where.THREADS),
  /** Opens a section of so many bytes from the start of the first page on: ranges may be bad. */
  BEGIN_BYTES("begin-bytes SPACE BYTES", 2, 2, Where.THREADS),
  /** Ends the innermost section; after a declined begin it does nothing. */
  END("end SPACE", 1, 1, Where.ANYWHERE),
  /** Ends the last section of this thread once more, or one that was declined. */
  END_AGAIN("end-again SPACE", 1, 1, Where.THREADS),
  /** Takes pages away and tells nobody, as a change that is not announced. */
  LOSE("lose SPACE PAGES", 2, 2, Where.THREADS),
  /** Flushes secondary TLBs. */
  FLUSH("flush SPACE PAGES", 2, 2, Where.THREADS),
  /** A device accesses a page. */
  ACCESS("access DRIVER PAGE [read|write]", 2, 3, Where.ANYWHERE),
  /** A driver subscribes. */
  ATTACH("attach DRIVER", 1, 1, Where.THREADS),
  /** A driver leaves. */
  DETACH("detach DRIVER", 1, 1, Where.ANYWHERE),
  /** Replaces a driver by another, which takes over what it holds. */
  SWAP("swap DRIVER DRIVER", 2, 2, Where.THREADS),
  /** Replaces the engine; drivers let go, and come back in the next one. */
  SWAP_ENGINE("swap-engine", 0, 0, Where.THREADS),
  /** An operator takes a driver out of service. */
  QUARANTINE("quarantine DRIVER", 1, 1, Where.THREADS),
  /** Ends that: the same instance of the driver comes back. */
  RELEASE("release DRIVER", 1, 1, Where.THREADS),
  /** Frees a driver without telling anybody, as an unloaded module is. */
  UNLOAD("unload DRIVER", 1, 1, Where.THREADS),
  /** Takes a lock of that name; waits for it. */
  LOCK("lock NAME", 1, 1, Where.ANYWHERE),
  /** Gives it back. */
  UNLOCK("unlock NAME", 1, 1, Where.ANYWHERE),
  /** Takes a lock, or declines when it is taken. */
  TRYLOCK("trylock NAME", 1, 1, Where.CALLBACKS),
  /** Sets a flag. */
  SET("set FLAG", 1, 1, Where.ANYWHERE),
  /** Clears a flag. */
  CLEAR("clear FLAG", 1, 1, Where.ANYWHERE),
  /** Waits for a flag. */
  WAIT("wait FLAG", 1, 1, Where.ANYWHERE),
  /** Takes a frame from the free ones; waits until there is one. */
  ALLOCATE("allocate", 0, 0, Where.ANYWHERE),
  /** Works for so many milliseconds, in which others can go on. */
  WORK("work MILLIS", 1, 1, Where.ANYWHERE),
  /** Lets others go first. */
  STEP("step", 0, 0, Where.ANYWHERE),
  /** Throws an exception. */
  THROW("throw", 0, 0, Where.CALLBACKS),
  /** Drops the translations in the range. */
  DROP("drop", 0, 0, Where.CALLBACKS),
  /** Drops all translations, for who does not know which. */
  DROP_ALL("drop-all", 0, 0, Where.CALLBACKS),
  /** Counts a section; a device is served when the count is 0. */
  COUNT("count", 0, 0, Where.CALLBACKS),
  /** Counts a section off. */
  UNCOUNT("uncount", 0, 0, Where.CALLBACKS),
  /** Notes that there is a section, and not how many: breaks R2.6. */
  MARK("mark", 0, 0, Where.CALLBACKS),
  /** Notes that there is none. */
  UNMARK("unmark", 0, 0, Where.CALLBACKS),
  /** Notes the sequence, as an interval notifier has to. */
  SET_SEQUENCE("set-sequence", 0, 0, Where.CALLBACKS),
  /**
   * Declines: where waiting is forbidden, {@code maybe} there or not (both are tried), {@code
   * if-held} when there is something in the range, {@code always} also where it is not allowed.
   */
  DECLINE("decline [maybe|if-held|always]", 0, 1, Where.CALLBACKS);

  /** Where a command can stand. */
  enum Where {
    THREADS,
    CALLBACKS,
    ANYWHERE
  }

  private final String usage;
  final int least;
  final int most;
  private final Where where;

  Verb(String usage, int least, int most, Where where) {
    this.usage = usage;
    this.least = least;
    this.most = most;
    this.where = where;
  }

  /** {@return the command with its arguments, for help and errors} */
  public String usage() {
    return usage;
  }

  String word() {
    return usage.split(" ", 2)[0];
  }

  boolean in(Where place) {
    return where == place || where == Where.ANYWHERE;
  }

  static Optional<Verb> of(String word) {
    return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  static String all(Where place) {
    return Stream.of(values())
        .filter(each -> each.in(place))
        .map(Verb::word)
        .collect(Collectors.joining(", "));
  }
}
