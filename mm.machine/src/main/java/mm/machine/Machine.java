package mm.machine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mm.api.Dispatcher;
import mm.machine.check.FrameAudit;
import mm.machine.device.DevicePages;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.ksm.KsmScan;
import mm.machine.memory.MachineState;
import mm.machine.memory.Operations;
import mm.machine.memory.ProcessMemory;
import mm.machine.reclaim.Reclaim;
import mm.machine.reclaim.Swapping;

/**
 * A simulated machine: frames, files and processes whose operations raise the notifications that
 * Linux raises on x86-64 with pages of 4 KiB, in the version that the options name.
 *
 * <p><b>Concurrency.</b> Processes may run on threads of their own, and a process on several; with
 * one thread everything is deterministic.
 */
public final class Machine {
  private final MachineState state;
  private final Frames frames;
  private final Operations operations;
  private final List<SpaceListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger processIds = new AtomicInteger();
  private final List<UserProcess> processes = new CopyOnWriteArrayList<>();

  /**
   * Makes a machine with {@link MachineOptions#defaults()}.
   *
   * @param core where its address spaces are made
   */
  public Machine(Dispatcher core) {
    this(core, MachineOptions.defaults());
  }

  /**
   * Makes a machine.
   *
   * @param core where its address spaces are made
   * @param options how it is built
   */
  public Machine(Dispatcher core, MachineOptions options) {
    state = new MachineState(core, options, DevicePages::new);
    frames = state.frames();
    operations = state.operations();
  }

  MachineState state() {
    return state;
  }

  Operations operations() {
    return operations;
  }

  int nextProcessId() {
    return processIds.incrementAndGet();
  }

  /**
   * The kernel whose ways the machine follows.
   *
   * @return as given
   */
  public KernelVersion kernel() {
    return state.kernel().version();
  }

  /** Those that have not exited, oldest first. */
  List<UserProcess> processes() {
    return processes;
  }

  /**
   * Starts a first process with an empty address space.
   *
   * @param name for messages; also the name of its space
   * @return the process
   */
  public UserProcess spawn(String name) {
    UserProcess process = new UserProcess(this, name, new ProcessMemory(state, name));
    created(process, SpaceOrigin.SPAWN);
    return process;
  }

  /**
   * Makes a file.
   *
   * @param name for messages
   * @param kind where it lives
   * @param pages its size
   * @param content what it holds
   * @return the file, open
   * @throws IllegalStateException when there are not enough frames for its cached pages
   */
  public Backing createFile(String name, FileKind kind, long pages, FileContent content) {
    CachedFile file = new CachedFile(name, kind, frames, pages);
    if (content.isStored()) {
      file.stored();
    }
    if (content == FileContent.CACHED || content == FileContent.DIRTY) {
      for (long page = 0; page < pages; page++) {
        if (file.cachedOrRead(page) == Frames.NONE) {
          file.close();
          throw new IllegalStateException("no frames left for file " + name);
        }
        if (content == FileContent.DIRTY) {
          file.markDirty(page);
        }
      }
    }
    return file;
  }

  /**
   * Number of frames in use: present pages, cached pages of files, pinned pages. 0 when every
   * process has exited, every file is closed and every pin dropped.
   *
   * @return frames, the zero page not counted
   */
  public int framesInUse() {
    return frames.inUse();
  }

  /**
   * Reads a frame as a device does (DMA). Takes no lock, so that a driver's may be held.
   *
   * @param frame as {@link mm.spi.Page#frame()}
   * @return what all its bytes stand for; 0 for zeros
   * @throws IllegalArgumentException when the frame was freed since: a use after free
   * @throws IllegalStateException when the machine keeps no contents
   */
  public long load(long frame) {
    needContents();
    return frames.load(frame);
  }

  /**
   * Writes a frame as a device does (DMA); else like {@link #load}.
   *
   * @param frame as {@link mm.spi.Page#frame()}
   * @param value what all its bytes stand for
   * @throws IllegalArgumentException when the frame was freed since, or is the zero page
   * @throws IllegalStateException when the machine keeps no contents
   */
  public void store(long frame, long value) {
    needContents();
    frames.store(frame, value);
  }

  void needContents() {
    if (!frames.contents().isKept()) {
      throw new IllegalStateException(
          "this machine keeps no contents: build it with MachineOptions.with(PageContents.KEPT)");
    }
  }

  /**
   * Holds what is counted for each frame and swap slot against all page tables. Looks at
   * everything, so it takes its time; nobody may work on the machine meanwhile.
   *
   * @return what does not fit, as text; empty when all is well, at most 20
   */
  public List<String> audit() {
    return FrameAudit.run(state);
  }

  /**
   * Sets the size of the pool of 2 MiB pages ({@link MapOption#HUGETLB}). 0 when it is not called;
   * pages in use or promised to mappings stay when it shrinks. Frames are taken when a page is
   * first touched.
   *
   * @param pages how many, not negative
   */
  public void setHugetlbPool(int pages) {
    if (pages < 0) {
      throw new IllegalArgumentException("a pool has at least 0 pages: " + pages);
    }
    frames.setPool(pages);
  }

  /**
   * Switches swap on, with an area of so many pages; or changes its size. None when it is not
   * called.
   *
   * @param pages how many pages find room, at least 1
   */
  public void swapOn(int pages) {
    if (pages < 1) {
      throw new IllegalArgumentException("a swap area has at least 1 page: " + pages);
    }
    Swapping.resize(frames, pages);
  }

  /**
   * Switches swap off: everything that is in the area comes back, silently, memory files with their
   * next use. Takes every memory's mmap lock in turn.
   *
   * @return 0, or ENOMEM when there were not enough frames; no page goes out any more all the same
   */
  public long swapOff() {
    return Swapping.off(state) ? 0 : Errno.ENOMEM.result();
  }

  /**
   * Number of pages in the swap area now.
   *
   * @return slots in use
   */
  public int swapUsed() {
    frames.lock();
    try {
      return frames.swap().usedLocked();
    } finally {
      frames.unlock();
    }
  }

  /**
   * Makes a memory group.
   *
   * @param name for messages
   * @return the group, without members
   */
  public MemoryGroup createGroup(String name) {
    frames.track();
    return new MemoryGroup(this, name);
  }

  /**
   * Reclaims pages in the background, as Linux {@code kswapd}: on the calling thread, whosever they
   * are. Asks devices through their aging notifiers, then unmaps page by page.
   *
   * @param pages how many frames are wanted
   * @return how many pages left
   */
  public int reclaim(int pages) {
    operations.begin("kswapd", pages);
    int freed = Reclaim.run(state, memory -> true, pages);
    operations.done();
    return freed;
  }

  /**
   * Lets the page-merging thread (KSM) scan every address space once: equal pages of mappings
   * advised MERGEABLE come to share one frame. Which pages are equal is known from {@link
   * UserProcess#fill}. Takes every memory's mmap lock in turn and may wait for drivers.
   */
  public void mergeEqualPages() {
    operations.begin("ksm scan", "all memories");
    KsmScan.run(state);
    operations.done();
  }

  /**
   * Tells a listener of every address space from now on.
   *
   * @param listener who is told
   */
  public void addListener(SpaceListener listener) {
    listeners.add(listener);
  }

  /**
   * Tells a listener of every section that begins from now on, and nobody else.
   *
   * @param listener who is told
   */
  public void setSectionListener(SectionListener listener) {
    state.setSectionListener(listener);
  }

  /**
   * Tells a listener nothing any more.
   *
   * @param listener who was told
   */
  public void removeListener(SpaceListener listener) {
    listeners.remove(listener);
  }

  void created(UserProcess process, SpaceOrigin origin) {
    for (SpaceListener listener : listeners) {
      listener.created(process, origin);
    }
  }

  void releasing(UserProcess process) {
    for (SpaceListener listener : listeners) {
      listener.releasing(process);
    }
  }
}
