package mm.replay.input;

import mm.replay.input.Call.Mmap;

/**
 * Reads calls as strace writes them, arguments by position: {@code munmap(0x7f0000001000, 8192) =
 * 0}. The .trace format is the same without blanks.
 */
final class CallText {
  private static final int HUGE_SHIFT = 26;

  private final Cursor cursor;
  private final Leniency leniency;

  CallText(Cursor cursor, Leniency leniency) {
    this.cursor = cursor;
    this.leniency = leniency;
  }

  /** Reads from behind the opening bracket up to where the result begins. */
  Call parse(String name) throws BadRecordingException {
    Call call = parsePositional(name);
    if (call != null) {
      cursor.expectResult();
      return call;
    }
    call = parseNamed(name);
    cursor.skipToResult();
    return call;
  }

  private Call parsePositional(String name) throws BadRecordingException {
    return switch (name) {
      case "mmap" -> mmap();
      case "munmap" -> new Call.Munmap(address(), nextLength());
      case "mprotect" -> new Call.Mprotect(address(), nextLength(), protection());
      case "mremap" -> mremap();
      case "madvise" ->
          new Call.Madvise(address(), nextLength(), new Advice((int) nextFlags(FlagNames.ADVICE)));
      case "brk" -> new Call.Brk(address());
      default -> null;
    };
  }

  private Call parseNamed(String name) throws BadRecordingException {
    return switch (name) {
      case "clone", "clone3" -> new Call.Clone(name, cloneFlags());
      case "fork" -> Call.Fork.INSTANCE;
      case "vfork" -> Call.Vfork.INSTANCE;
      case "execve", "execveat" -> Call.Execve.INSTANCE;
      case "exit_group" -> Call.ExitGroup.INSTANCE;
      default -> new Call.Unknown(name);
    };
  }

  private Mmap mmap() throws BadRecordingException {
    long address = address();
    long length = nextLength();
    Protection protection = protection();
    MapFlags flags = new MapFlags((int) nextFlags(FlagNames.MAP));
    int fd = nextFd();
    comma();
    return new Mmap(address, length, protection, flags, fd, address());
  }

  private Call mremap() throws BadRecordingException {
    long address = address();
    long oldLength = nextLength();
    long newLength = nextLength();
    RemapFlags flags = new RemapFlags((int) nextFlags(FlagNames.REMAP));
    long newAddress = 0;
    if (cursor.isAt(',')) {
      comma();
      newAddress = address();
    }
    return new Call.Mremap(address, oldLength, newLength, flags, newAddress);
  }

  private CloneFlags cloneFlags() throws BadRecordingException {
    if (!cursor.seek("flags=")) {
      return leniency.missingFlags(cursor);
    }
    cursor.skip("flags=");
    return new CloneFlags(flags(FlagNames.CLONE));
  }

  private void comma() throws BadRecordingException {
    cursor.expect(',');
    cursor.skipBlanks();
  }

  private long address() throws BadRecordingException {
    if (cursor.skip("NULL")) {
      return 0;
    }
    if (cursor.skip("0x")) {
      return cursor.hex("the address");
    }
    if (!cursor.skip('0') || cursor.isAtDigit()) {
      throw cursor.expected("an address or offset (0x..., NULL or 0)");
    }
    return 0;
  }

  private long nextLength() throws BadRecordingException {
    comma();
    return cursor.decimal("the length");
  }

  private int nextFd() throws BadRecordingException {
    comma();
    if (cursor.skip("-1")) {
      return -1;
    }
    int fd = (int) cursor.decimalUpTo(Integer.MAX_VALUE, "the file descriptor");
    if (cursor.isAt('<')) {
      cursor.seek(">,"); // the file's name, from strace -y
      cursor.skip('>');
    }
    return fd;
  }

  private Protection protection() throws BadRecordingException {
    return new Protection((int) nextFlags(FlagNames.PROTECTION));
  }

  private long nextFlags(FlagNames names) throws BadRecordingException {
    comma();
    return flags(names);
  }

  private long flags(FlagNames names) throws BadRecordingException {
    long bits = flag(names);
    while (cursor.skip('|')) {
      bits |= flag(names);
    }
    return bits;
  }

  private long flag(FlagNames names) throws BadRecordingException {
    if (cursor.isAtDigit()) {
      return numericFlag();
    }
    String name = cursor.word();
    if (name.isEmpty()) {
      throw cursor.expected("a flag");
    }
    Long number = names.number(name);
    return number != null ? number : leniency.unknownName(cursor, name);
  }

  private long numericFlag() throws BadRecordingException {
    long number = cursor.skip("0x") ? cursor.hex("the flag") : cursor.decimal("the flag");
    if (cursor.skip("<<MAP_HUGE_SHIFT")) {
      return number << HUGE_SHIFT;
    }
    if (cursor.skip(" /*") && cursor.seek("*/")) {
      cursor.skip("*/");
    }
    return number;
  }
}
