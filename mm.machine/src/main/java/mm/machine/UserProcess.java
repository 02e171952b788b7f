package mm.machine;

import java.util.OptionalLong;
import java.util.Set;
import mm.api.AddressSpace;
import mm.machine.advice.Madvise;
import mm.machine.advice.ProcessMadvise;
import mm.machine.calls.Brk;
import mm.machine.calls.Exit;
import mm.machine.calls.Fork;
import mm.machine.calls.Mlock;
import mm.machine.calls.Mmap;
import mm.machine.calls.Mprotect;
import mm.machine.calls.Mremap;
import mm.machine.calls.Munmap;
import mm.machine.faults.Faults;
import mm.machine.faults.Fill;
import mm.machine.memory.Operations;
import mm.machine.memory.ProcessMemory;
import mm.machine.oom.ProcessRelease;
import mm.machine.tables.Layout;
import mm.spi.Access;
import mm.spi.PageSource;

/**
 * A process, or a thread where it shares its address space: the system calls and memory accesses it
 * makes; those on files are apart ({@link #files}), and so is what others see of it ({@link
 * #proc}). Operations answer as system calls do: a result of at least 0, or a negative error number
 * ({@link Errno}); addresses and lengths are bytes.
 *
 * <p><b>Life cycle.</b> From {@link Machine#spawn}, {@link #fork} or {@link #shareAddressSpace}
 * until {@link #exit}; {@link #exec} gives it a new address space.
 *
 * <p><b>Concurrency.</b> Operations may be called from any thread and take the mmap lock as Linux
 * does; {@code exec} and {@code exit} are called by one thread when no other uses the process.
 *
 * <p><b>Blocking.</b> Every operation may wait for the mmap lock and for drivers.
 */
public final class UserProcess {
  private final Machine machine;
  private final Operations operations;
  private final ProcessFiles files;
  private final ProcFolder proc;
  private final String name;
  private final int id;
  private volatile ProcessMemory memory;
  private volatile boolean exited;
  private volatile boolean dying;

  UserProcess(Machine machine, String name, ProcessMemory memory) {
    this.machine = machine;
    this.operations = machine.operations();
    this.files = new ProcessFiles(this);
    this.proc = new ProcFolder(this);
    this.name = name;
    this.id = machine.nextProcessId();
    this.memory = memory;
    machine.processes().add(this);
  }

  /** {@return the name given at creation, for messages} */
  public String name() {
    return name;
  }

  /** {@return a number unique within the machine, from 1 on, in order of creation} */
  public int id() {
    return id;
  }

  /** {@return the machine it runs on} */
  public Machine machine() {
    return machine;
  }

  /** {@return its address space; another one after {@link #exec}, released after {@link #exit}} */
  public AddressSpace space() {
    return memory.space();
  }

  /** {@return how devices look up its pages: the source that the space was made with} */
  public PageSource pages() {
    return memory.pages();
  }

  ProcessMemory memory() {
    return memory;
  }

  /**
   * Makes a mapping.
   *
   * @param request what, where and how
   * @return its address, or a negative error number
   */
  public long mmap(MapRequest request) {
    operations.begin("mmap", request.address(), request.length(), request.placement());
    return operations.done(Mmap.run(memory, request));
  }

  /**
   * Removes whatever is mapped in a range.
   *
   * @param address start, page aligned
   * @param length bytes, rounded up to whole pages
   * @return 0, or a negative error number
   */
  public long munmap(long address, long length) {
    operations.begin("munmap", address, length);
    return operations.done(Munmap.run(memory, address, length));
  }

  /**
   * Changes what is allowed in a range.
   *
   * @param address start, page aligned
   * @param length bytes, rounded up to whole pages
   * @param protection what is allowed from now on
   * @return 0, or a negative error number
   */
  public long mprotect(long address, long length, Protection protection) {
    operations.begin("mprotect", address, length, protection);
    return operations.done(Mprotect.run(memory, address, length, protection));
  }

  /**
   * Resizes or moves mappings.
   *
   * @param request what, how long, where to
   * @return the new address, or a negative error number
   */
  public long mremap(RemapRequest request) {
    operations.begin("mremap", request);
    return operations.done(Mremap.run(memory, request));
  }

  /**
   * Gives advice about a range.
   *
   * @param address start, page aligned
   * @param length bytes, rounded up to whole pages
   * @param advice the advice
   * @return 0, or a negative error number
   */
  public long madvise(long address, long length, Advice advice) {
    operations.begin("madvise", address, length, advice);
    return operations.done(Madvise.run(memory, address, length, advice));
  }

  /**
   * Gives advice about several ranges of this process, or of another one, which takes COLD,
   * PAGEOUT, WILLNEED and COLLAPSE only.
   *
   * @param target whose memory
   * @param advice the advice
   * @param ranges pairs of address and length in bytes; what goes beyond 2 GiB less a page, all of
   *     them together, is left out
   * @return number of bytes advised before the first error, or that error when there are none
   */
  public long processMadvise(UserProcess target, Advice advice, long... ranges) {
    operations.begin("process_madvise", ranges.length == 0 ? 0 : ranges[0], advice);
    return operations.done(ProcessMadvise.run(memory, target.memory, advice, ranges));
  }

  /**
   * Moves the end of the heap.
   *
   * @param end the wish, in bytes; 0 only asks
   * @return the end as it is now, unchanged when the wish could not be met
   */
  public long brk(long end) {
    operations.begin("brk", end);
    return operations.done(Brk.run(memory, end));
  }

  /**
   * Says where the heap starts, as a program loader does; the heap is empty then.
   *
   * @param start the address
   */
  public void setHeapStart(long start) {
    Brk.setStart(memory, start);
  }

  /**
   * Makes pages present and keeps them.
   *
   * @param address start, rounded down to its page
   * @param length bytes
   * @return 0, or a negative error number
   */
  public long mlock(long address, long length) {
    operations.begin("mlock", address, length);
    return operations.done(Mlock.lock(memory, address, length));
  }

  /**
   * Keeps pages no longer.
   *
   * @param address start, rounded down to its page
   * @param length bytes
   * @return 0, or a negative error number
   */
  public long munlock(long address, long length) {
    operations.begin("munlock", address, length);
    return operations.done(Mlock.unlock(memory, address, length));
  }

  /**
   * Accesses one byte with the CPU, which may fault.
   *
   * @param address the byte
   * @param access reading or writing
   * @return what became of it
   */
  public FaultOutcome touch(long address, Access access) {
    operations.begin("touch", address, access);
    return operations.done(Faults.access(memory, address, access));
  }

  /**
   * Writes a whole page, so that it equals others filled with the same value. Pages of files come
   * to hold the value only where the machine keeps contents.
   *
   * @param address any address of the page
   * @param value what all its bytes stand for
   * @return what became of the access
   */
  public FaultOutcome fill(long address, long value) {
    operations.begin("fill", address, value);
    return operations.done(Fill.run(memory, address, value));
  }

  /**
   * Reads a page with the CPU, which may fault.
   *
   * @param address any address of the page
   * @return what all its bytes stand for, 0 for zeros; empty when it cannot be read
   * @throws IllegalStateException when the machine keeps no contents
   */
  public OptionalLong read(long address) {
    machine.needContents();
    operations.begin("read", address, Access.READ);
    return operations.done(Fill.read(memory, address));
  }

  /**
   * Looks at a page without touching it. Takes no mmap lock, so that it can be asked at any time.
   *
   * @param address any address of the page
   * @return what the CPU would read there; empty when it would fault
   * @throws IllegalStateException when the machine keeps no contents
   */
  public OptionalLong peek(long address) {
    machine.needContents();
    return Fill.look(memory, Layout.pageDown(address));
  }

  /** {@return what it does with files; good for the life of the process} */
  public ProcessFiles files() {
    return files;
  }

  /** {@return its folder under /proc; good for the life of the process} */
  public ProcFolder proc() {
    return proc;
  }

  /**
   * Opens a userfaultfd on the address space; it has at most one at a time in this machine.
   *
   * @param features what it can do beyond registering and resolving
   * @return the handle, whose operations act on this process's memory
   * @throws IllegalStateException when the address space has one already
   * @throws IllegalArgumentException when the machine's kernel lacks a feature; see {@link
   *     KernelVersion}
   */
  public Userfault openUserfault(Set<UserfaultFeature> features) {
    return Userfault.open(memory, features);
  }

  /**
   * Makes a child with a copy of the address space. The child's space has no subscribers; listeners
   * are told of it before this returns.
   *
   * @param childName for messages; also the name of its space
   * @return the child
   */
  public UserProcess fork(String childName) {
    operations.begin("fork", childName);
    ProcessMemory copy = memory.successor(childName);
    Fork.run(memory, copy);
    UserProcess child = new UserProcess(machine, childName, copy);
    operations.done();
    machine.created(child, SpaceOrigin.FORK);
    return child;
  }

  /**
   * Makes a process that uses the same address space: a thread, or a vfork child until it executes
   * a program.
   *
   * @param otherName for messages
   * @return the other process
   */
  public UserProcess shareAddressSpace(String otherName) {
    memory.share();
    return new UserProcess(machine, otherName, memory);
  }

  /**
   * Executes another program: leaves the address space, which ends with its last user, and gets a
   * new, empty one. Listeners are told of it before this returns.
   */
  public void exec() {
    operations.begin("execve", name);
    leave();
    memory = memory.successor(name);
    operations.done();
    machine.created(this, SpaceOrigin.EXEC);
  }

  /** Ends the process; the address space ends with its last user. A second call does nothing. */
  public void exit() {
    if (!exited) {
      exited = true;
      operations.begin("exit", name);
      leave();
      machine.processes().remove(this);
      operations.done();
    }
  }

  /** Gives up its use of the memory; the last one ends it. */
  private void leave() {
    if (memory.unshare()) {
      machine.releasing(this);
      Exit.run(memory);
    }
  }

  /** Kills the process (SIGKILL): it does nothing more but {@link #exit}, which may come later. */
  public void kill() {
    dying = true;
  }

  /** {@return whether the process has been killed: true after {@link #kill}} */
  public boolean isDying() {
    return dying;
  }

  /**
   * Takes the memory of a killed process that has not exited yet (process_mrelease).
   *
   * @param target the process
   * @return 0; EAGAIN when a notifier refused a mapping; EINVAL when the target, or another process
   *     with the same memory, is not killed; ESRCH when it has exited; ENOSYS before Linux 5.15
   */
  public long processMrelease(UserProcess target) {
    operations.begin("process_mrelease", target.name());
    return operations.done(ProcessRelease.run(target.memory, target.standing()));
  }

  private ProcessRelease.Standing standing() {
    if (exited) {
      return ProcessRelease.Standing.EXITED;
    }
    boolean dies =
        machine.processes().stream()
            .filter(each -> each.memory == memory)
            .allMatch(UserProcess::isDying);
    return dies ? ProcessRelease.Standing.DYING : ProcessRelease.Standing.ALIVE;
  }

  /** {@return whether the process has ended: true after {@link #exit}} */
  public boolean exited() {
    return exited;
  }

  @Override
  public String toString() {
    return name + " (" + id + ")";
  }
}
