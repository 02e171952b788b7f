package mm.replay.input;

/**
 * Reads calls as .notify recordings write them: {@code munmap(addr=0x7f0000001000,len=0x2000)}.
 * Registers that a call does not look at may hold anything.
 */
final class KeyedCallText {
  private final Cursor cursor;

  KeyedCallText(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Reads from behind the opening bracket to behind the closing one. */
  Call parse(String name) throws BadRecordingException {
    Call call = arguments(name);
    cursor.expect(')');
    return call;
  }

  private Call arguments(String name) throws BadRecordingException {
    return switch (name) {
      case "mmap" -> mmap();
      case "munmap" -> new Call.Munmap(number("addr="), number(",len="));
      case "mprotect" ->
          new Call.Mprotect(
              number("start="), number(",len="), new Protection((int) number(",prot=")));
      case "mremap" -> mremap();
      case "madvise" ->
          new Call.Madvise(
              number("start="), number(",len_in="), new Advice((int) number(",behavior=")));
      case "brk" -> new Call.Brk(number("brk="));
      case "clone" -> new Call.Clone(name, new CloneFlags(number("clone_flags=")));
      default -> withoutArguments(name);
    };
  }

  private Call withoutArguments(String name) throws BadRecordingException {
    skipArguments();
    return switch (name) {
      case "clone3" -> new Call.Clone(name, CloneFlags.UNKNOWN);
      case "fork" -> Call.Fork.INSTANCE;
      case "vfork" -> Call.Vfork.INSTANCE;
      case "execve" -> Call.Execve.INSTANCE;
      case "exit_group" -> Call.ExitGroup.INSTANCE;
      default -> new Call.Unknown(name);
    };
  }

  private Call mmap() throws BadRecordingException {
    return new Call.Mmap(
        number("addr="),
        number(",len="),
        new Protection((int) number(",prot=")),
        new MapFlags((int) number(",flags=")),
        (int) number(",fd="),
        number(",off="));
  }

  private Call mremap() throws BadRecordingException {
    return new Call.Mremap(
        number("addr="),
        number(",old_len="),
        number(",new_len="),
        new RemapFlags((int) number(",flags=")),
        number(",new_addr="));
  }

  private long number(String key) throws BadRecordingException {
    cursor.expect(key);
    return number();
  }

  private long number() throws BadRecordingException {
    if (cursor.skip("0x")) {
      return cursor.hex("the argument");
    }
    return cursor.decimalUpTo(9, "an argument without 0x");
  }

  private void skipArguments() throws BadRecordingException {
    while (!cursor.isAt(')')) {
      if (cursor.word().isEmpty()) {
        throw cursor.expected("the name of an argument");
      }
      cursor.expect('=');
      number();
      if (!cursor.skip(',')) {
        return;
      }
    }
  }
}
