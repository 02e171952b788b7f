package mm.replay;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.Errno;
import mm.machine.MapOption;
import mm.machine.MapRequest;
import mm.machine.MappingView;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.RemapFlag;
import mm.machine.RemapRequest;
import mm.machine.Sharing;
import mm.machine.UserProcess;
import mm.replay.input.Call;
import mm.replay.input.CallResult;
import mm.replay.input.MapFlags;
import mm.replay.input.RecordedEvent.Notified;
import mm.report.ScriptStep;
import mm.spi.Access;

/**
 * A memory on the simulated machine. Calls that succeeded when they were recorded are executed,
 * with the addresses that the real kernel chose; calls that failed changed nothing and are passed
 * over.
 */
final class MachineMemory implements Memory {
  private static final int MAP_LOCKED = 0x2000;

  /** What one table of the middle level maps. */
  private static final long TABLE_SPAN = 1L << 30;

  private final MachineWorld world;
  private final UserProcess process;
  private final List<Attachment> attached;
  private final List<TouchRange> touched = new ArrayList<>();
  private boolean hasHeap;
  private CallSteps steps;

  MachineMemory(MachineWorld world, UserProcess process, List<Attachment> attached) {
    this.world = world;
    this.process = process;
    this.attached = attached;
    steps = new CallSteps(process.name());
  }

  @Override
  public AddressSpace space() {
    return process.space();
  }

  @Override
  public Memory fork(String name) {
    world.fleet().did(() -> ScriptStep.of("fork", process.name()).with("child", name));
    MachineMemory child = world.memory(process.fork(name));
    child.hasHeap = hasHeap;
    child.steps = steps.forked(name);
    world.comparison().ifPresent(c -> c.forked(child.space()));
    process.proc().maps().list().forEach(each -> child.use(each.start(), each.end()));
    return child;
  }

  @Override
  public void entered(Call call) {}

  @Override
  public void notified(Notified notification) {}

  @Override
  public void returned(Call call, CallResult result) {
    if (result instanceof CallResult.Succeeded succeeded) {
      world.comparison().ifPresent(c -> c.executing(space(), call));
      steps.of(call, succeeded.value()).ifPresent(each -> world.fleet().did(() -> each));
      if (Errno.isError(execute(call, succeeded.value()))) {
        world.figures().diverged();
      }
      world.comparison().ifPresent(Comparison::executed);
      world.noteStale();
    }
  }

  private long execute(Call call, long recorded) {
    if (call instanceof Call.Mmap c) {
      return mmap(c, recorded);
    }
    if (call instanceof Call.Munmap c) {
      return process.munmap(c.address(), c.length());
    }
    if (call instanceof Call.Mprotect c) {
      return mprotect(c);
    }
    if (call instanceof Call.Mremap c) {
      return mremap(c, recorded);
    }
    if (call instanceof Call.Madvise c) {
      return madvise(c);
    }
    return call instanceof Call.Brk c ? brk(c, recorded) : 0;
  }

  private long mmap(Call.Mmap call, long recorded) {
    MapRequest request =
        new MapRequest(
            recorded,
            call.length(),
            Protection.of(call.protection().bits() & 7),
            call.flags().isShared() ? Sharing.SHARED : Sharing.PRIVATE,
            call.flags().isReplacing() ? Placement.FIXED : Placement.FIXED_NOREPLACE,
            call.flags().isAnonymous() ? Backing.ANONYMOUS : world.file(call.fd()),
            call.flags().isAnonymous() ? 0 : call.offset(),
            options(call.flags()));
    long made = process.mmap(request);
    if (made == Errno.EEXIST.result()) {
      // The real kernel found this place free: something went before that was not recorded.
      world.figures().diverged();
      made = process.mmap(request.at(recorded, Placement.FIXED));
    }
    if (!Errno.isError(made) && call.protection().bits() != 0) {
      touch(made, made + call.length());
    }
    return made;
  }

  private long mprotect(Call.Mprotect call) {
    long result =
        process.mprotect(
            call.address(), call.length(), Protection.of(call.protection().bits() & 7));
    use(call.address(), call.address() + call.length());
    return result;
  }

  private static Set<MapOption> options(MapFlags flags) {
    Set<MapOption> options = EnumSet.noneOf(MapOption.class);
    add(options, MapOption.NORESERVE, flags.bits() & MapFlags.NORESERVE);
    add(options, MapOption.POPULATE, flags.bits() & MapFlags.POPULATE);
    add(options, MapOption.LOCKED, flags.bits() & MAP_LOCKED);
    return options;
  }

  private static void add(Set<MapOption> options, MapOption option, int bit) {
    if (bit != 0) {
      options.add(option);
    }
  }

  private long mremap(Call.Mremap call, long recorded) {
    RemapRequest request =
        RemapRequest.resize(call.oldAddress(), call.oldLength(), call.newLength());
    if (recorded != call.oldAddress()) {
      request = request.to(recorded);
    }
    if (call.flags().keepsOldRange()) {
      request = request.with(RemapFlag.DONTUNMAP);
    }
    long moved = process.mremap(request);
    if (!Errno.isError(moved)) {
      touch(moved, moved + call.newLength());
    }
    return moved;
  }

  private long madvise(Call.Madvise call) {
    Advice advice = RecordedAdvice.of(call.advice().number());
    return advice == null
        ? Errno.EINVAL.result()
        : process.madvise(call.address(), call.length(), advice);
  }

  private long brk(Call.Brk call, long recorded) {
    if (!hasHeap) {
      hasHeap = true;
      process.setHeapStart(recorded);
      return 0;
    }
    if (call.address() == 0) {
      return 0;
    }
    long before = process.brk(0);
    long now = process.brk(call.address());
    touch(before, now);
    return now == recorded ? 0 : Errno.ENOMEM.result();
  }

  private void touch(long from, long to) {
    long start = from & -AddressRange.PAGE_SIZE;
    long end = (to + AddressRange.PAGE_SIZE - 1) & -AddressRange.PAGE_SIZE;
    if (start < end) {
      touched.add(new TouchRange(start, end));
      use(start, end);
    }
  }

  /**
   * Reads a page in every GiB, if somebody compares: cuts and changes of rights are announced only
   * where page tables exist, and calls do not tell what the program has touched.
   */
  private void use(long start, long end) {
    if (world.comparison().isPresent()) {
      for (long at = start; at < end; at = (at & -TABLE_SPAN) + TABLE_SPAN) {
        long page = at;
        world.fleet().did(() -> ScriptStep.touch("touch", process.name(), page, "read"));
        process.touch(at, Access.READ);
      }
    }
  }

  @Override
  public void exit() {
    world.fleet().detached(attached);
    world.fleet().did(() -> ScriptStep.of("exit", process.name()));
    process.exit();
  }

  @Override
  public void checkAll() {
    world.check();
  }

  @Override
  public List<Attachment> attached() {
    return attached;
  }

  @Override
  public PageData data() {
    return new PageData() {
      @Override
      public long load(long frame) {
        return process.machine().load(frame);
      }

      @Override
      public void store(long frame, long value) {
        process.machine().store(frame, value);
      }

      @Override
      public OptionalLong cpu(long address) {
        return process.peek(address);
      }
    };
  }

  @Override
  public List<TouchRange> takeTouched() {
    touched.addAll(world.sections().takeRecent(space()));
    List<TouchRange> taken = List.copyOf(touched);
    touched.clear();
    return taken;
  }

  @Override
  public TouchRange mapped(int choice) {
    int count = process.proc().maps().count();
    return count == 0
        ? null
        : process.proc().maps().mapping(choice % count).map(MachineMemory::range).orElse(null);
  }

  private static TouchRange range(MappingView mapping) {
    return new TouchRange(mapping.start(), mapping.end());
  }
}
