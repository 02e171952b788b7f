package mm.replay.input;

import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The symbolic names of one kind of flags, with the numbers of Linux on x86-64. */
final class FlagNames {
  static final FlagNames PROTECTION =
      new FlagNames(
          "PROT_", "NONE 0 READ 1 WRITE 2 EXEC 4 SEM 8 GROWSDOWN 1000000 GROWSUP 2000000");

  static final FlagNames MAP =
      new FlagNames(
          "MAP_",
          "FILE 0 SHARED_VALIDATE 3 SHARED 1 PRIVATE 2 DROPPABLE 8 FIXED 10 ANONYMOUS 20 ANON 20"
              + " 32BIT 40 ABOVE4G 80 GROWSDOWN 100 DENYWRITE 800 EXECUTABLE 1000 LOCKED 2000"
              + " NORESERVE 4000 POPULATE 8000 NONBLOCK 10000 STACK 20000 HUGETLB 40000 SYNC 80000"
              + " FIXED_NOREPLACE 100000 UNINITIALIZED 4000000 HUGE_2MB 54000000"
              + " HUGE_1GB 78000000");

  static final FlagNames REMAP = new FlagNames("MREMAP_", "MAYMOVE 1 FIXED 2 DONTUNMAP 4");

  static final FlagNames ADVICE =
      new FlagNames(
          "MADV_",
          "NORMAL 0 RANDOM 1 SEQUENTIAL 2 WILLNEED 3 DONTNEED 4 FREE 8 REMOVE 9 DONTFORK a DOFORK b"
              + " MERGEABLE c UNMERGEABLE d HUGEPAGE e NOHUGEPAGE f DONTDUMP 10 DODUMP 11"
              + " WIPEONFORK 12 KEEPONFORK 13 COLD 14 PAGEOUT 15 POPULATE_READ 16"
              + " POPULATE_WRITE 17 DONTNEED_LOCKED 18 COLLAPSE 19 HWPOISON 64 SOFT_OFFLINE 65"
              + " GUARD_INSTALL 66 GUARD_REMOVE 67");

  private static final FlagNames SIGNAL =
      new FlagNames(
          "SIG",
          "HUP 1 INT 2 QUIT 3 ILL 4 TRAP 5 ABRT 6 BUS 7 FPE 8 KILL 9 USR1 a SEGV b USR2 c PIPE d"
              + " ALRM e TERM f STKFLT 10 CHLD 11 CONT 12 STOP 13 TSTP 14 TTIN 15 TTOU 16"
              + " URG 17 XCPU 18 XFSZ 19 VTALRM 1a PROF 1b WINCH 1c IO 1d PWR 1e SYS 1f");

  /** The low byte of these flags is not made of bits: it is the number of a signal. */
  static final FlagNames CLONE =
      new FlagNames(
          "CLONE_",
          "NEWTIME 80 VM 100 FS 200 FILES 400 SIGHAND 800 PIDFD 1000 PTRACE 2000 VFORK 4000"
              + " PARENT 8000 THREAD 10000 NEWNS 20000 SYSVSEM 40000 SETTLS 80000"
              + " PARENT_SETTID 100000 CHILD_CLEARTID 200000 DETACHED 400000 UNTRACED 800000"
              + " CHILD_SETTID 1000000 NEWCGROUP 2000000 NEWUTS 4000000 NEWIPC 8000000"
              + " NEWUSER 10000000 NEWPID 20000000 NEWNET 40000000 IO 80000000"
              + " CLEAR_SIGHAND 100000000 INTO_CGROUP 200000000",
          SIGNAL);

  private static final int SIGNAL_MASK = 0x7f;

  private final Map<String, Long> numbers = new HashMap<>();
  private final String[] names;
  private final long[] values;
  private final FlagNames low; // what the low byte holds instead of bits, or null

  private FlagNames(String prefix, String table) {
    this(prefix, table, null);
  }

  /**
   * Reads a table of names, each with its number in hexadecimal; larger ones before their parts.
   */
  private FlagNames(String prefix, String table, FlagNames low) {
    String[] words = table.split(" ");
    this.low = low;
    names = new String[words.length / 2];
    values = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = prefix + words[2 * i];
      values[i] = Long.parseLong(words[2 * i + 1], 16);
      numbers.put(names[i], values[i]);
    }
  }

  /** The number of a name, or null when there is no such name. */
  Long number(String name) {
    Long number = numbers.get(name);
    return number == null && low != null ? low.number(name) : number;
  }

  /** The name of exactly this number, else the number in hexadecimal. */
  String nameOf(long number) {
    for (int i = 0; i < names.length; i++) {
      if (values[i] == number) {
        return names[i];
      }
    }
    return number == 0 ? "0" : "0x" + Long.toHexString(number);
  }

  /** The names of all bits joined by {@code |}, with what has no name in hexadecimal. */
  String text(long bits) {
    if (low != null && (bits & SIGNAL_MASK) != 0) {
      String signal = low.nameOf(bits & SIGNAL_MASK);
      long flags = bits & ~SIGNAL_MASK;
      return flags == 0 ? signal : text(flags) + "|" + signal;
    }
    StringJoiner text = new StringJoiner("|");
    long left = bits;
    for (int i = 0; i < names.length; i++) {
      if (values[i] != 0 && (left & values[i]) == values[i]) {
        text.add(names[i]);
        left &= ~values[i];
      }
    }
    return left != 0 || bits == 0 ? text.add(nameOf(left)).toString() : text.toString();
  }
}
