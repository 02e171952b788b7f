package mm.replay.input;

/**
 * A recorded system call with the arguments that matter for memory. Addresses, lengths and offsets
 * are in bytes; a length need not be a multiple of the page size.
 */
public sealed interface Call {
  /**
   * The call's name.
   *
   * @return the name as recorded, for instance {@code mmap}
   */
  String name();

  /**
   * Maps memory; the result is the address.
   *
   * @param address the wanted address, 0 for none; a mere hint unless the flags say fixed
   * @param length bytes
   * @param protection the access wanted
   * @param flags how to map
   * @param fd the file, -1 for none
   * @param offset where in the file to begin; meaningless for anonymous memory
   */
  record Mmap(long address, long length, Protection protection, MapFlags flags, int fd, long offset)
      implements Call {
    @Override
    public String name() {
      return "mmap";
    }
  }

  /**
   * Unmaps {@code [address, address + length)}, rounded up to pages.
   *
   * @param address first address
   * @param length bytes
   */
  record Munmap(long address, long length) implements Call {
    @Override
    public String name() {
      return "munmap";
    }
  }

  /**
   * Changes the protection of {@code [address, address + length)}, rounded up to pages.
   *
   * @param address first address
   * @param length bytes
   * @param protection the new protection
   */
  record Mprotect(long address, long length, Protection protection) implements Call {
    @Override
    public String name() {
      return "mprotect";
    }
  }

  /**
   * Moves or resizes a mapping; the result is the new address.
   *
   * @param oldAddress where the mapping begins
   * @param oldLength its length in bytes; 0 duplicates a shared mapping
   * @param newLength the wanted length in bytes
   * @param flags how to move
   * @param newAddress the wanted address; meaningless unless the flags say fixed
   */
  record Mremap(long oldAddress, long oldLength, long newLength, RemapFlags flags, long newAddress)
      implements Call {
    @Override
    public String name() {
      return "mremap";
    }
  }

  /**
   * Gives advice about {@code [address, address + length)}, rounded up to pages.
   *
   * @param address first address
   * @param length bytes
   * @param advice the advice
   */
  record Madvise(long address, long length, Advice advice) implements Call {
    @Override
    public String name() {
      return "madvise";
    }
  }

  /**
   * Moves the end of the heap; the result is the break afterwards, also when nothing changed.
   *
   * @param address the wanted break, not checked at all; 0 only asks
   */
  record Brk(long address) implements Call {
    @Override
    public String name() {
      return "brk";
    }
  }

  /** A call whose result is a new task. */
  sealed interface Creation extends Call {
    /**
     * Tells whether the new task runs in its creator's address space, at least until it executes.
     *
     * @return true when shared, false when the new task gets a copy
     */
    boolean sharesMemory();
  }

  /**
   * Creates a thread or process; {@code clone} and {@code clone3}.
   *
   * @param name {@code clone} or {@code clone3}
   * @param flags what is shared, or {@link CloneFlags#UNKNOWN}
   */
  record Clone(String name, CloneFlags flags) implements Creation {
    @Override
    public boolean sharesMemory() {
      return flags.sharesMemory();
    }
  }

  /** Creates a process with a copy of the memory. */
  record Fork() implements Creation {
    static final Fork INSTANCE = new Fork();

    @Override
    public String name() {
      return "fork";
    }

    @Override
    public boolean sharesMemory() {
      return false;
    }
  }

  /** Creates a process that borrows the memory until it executes or exits. */
  record Vfork() implements Creation {
    static final Vfork INSTANCE = new Vfork();

    @Override
    public String name() {
      return "vfork";
    }

    @Override
    public boolean sharesMemory() {
      return true;
    }
  }

  /** Starts another program in an empty address space. What it maps itself is not recorded. */
  record Execve() implements Call {
    static final Execve INSTANCE = new Execve();

    @Override
    public String name() {
      return "execve";
    }
  }

  /** Ends all threads of a process; its result is always {@link CallResult.NoReturn}. */
  record ExitGroup() implements Call {
    static final ExitGroup INSTANCE = new ExitGroup();

    @Override
    public String name() {
      return "exit_group";
    }
  }

  /**
   * A well-formed call that is none of the above; to be counted and passed over.
   *
   * @param name the name, at most 64 characters
   */
  record Unknown(String name) implements Call {}
}
