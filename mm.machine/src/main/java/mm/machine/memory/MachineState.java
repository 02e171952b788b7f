package mm.machine.memory;

import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import mm.api.AddressSpace;
import mm.api.Dispatcher;
import mm.machine.MachineOptions;
import mm.machine.SectionListener;
import mm.machine.frames.Frames;
import mm.spi.PageSource;

/** What all memories of a machine share: its frames, and whose ways it follows. */
public final class MachineState {
  private final Frames frames;
  private final KernelWays kernel;
  private final Operations operations = new Operations();
  private final Dispatcher core;
  private final Function<ProcessMemory, PageSource> devices;
  private final int frameLimit;

  /** Every memory that lives, by the number of its space. */
  private final ConcurrentSkipListMap<Long, ProcessMemory> memories = new ConcurrentSkipListMap<>();

  private final AtomicLong links = new AtomicLong();

  private volatile SectionListener sections;

  /** Devices reach a memory through the pages that the function makes for it. */
  public MachineState(
      Dispatcher core, MachineOptions options, Function<ProcessMemory, PageSource> devices) {
    this.core = core;
    this.devices = devices;
    this.frames = new Frames(options.frames(), options.contents());
    this.frameLimit = options.frames();
    this.kernel = new KernelWays(options.kernel());
  }

  public Frames frames() {
    return frames;
  }

  public KernelWays kernel() {
    return kernel;
  }

  public Operations operations() {
    return operations;
  }

  PageSource pagesOf(ProcessMemory memory) {
    return devices.apply(memory);
  }

  AddressSpace createSpace(String name, PageSource pages) {
    return core.createSpace(name, pages);
  }

  /** A number for a mapping that is put in its place, each greater than those before. */
  long nextLink() {
    return links.incrementAndGet();
  }

  void add(ProcessMemory memory) {
    memories.put(memory.space().id(), memory);
  }

  public Collection<ProcessMemory> memories() {
    return memories.values();
  }

  /** A memory has come to its end. */
  public void released(ProcessMemory memory) {
    memories.remove(memory.space().id());
    operations.released(memory);
  }

  /** Frames and slots of the swap area. */
  public long totalPages() {
    frames.lock();
    try {
      return (long) frameLimit + frames.swap().limitLocked();
    } finally {
      frames.unlock();
    }
  }

  /** Who is told of every section; null when nobody is. */
  SectionListener sections() {
    return sections;
  }

  public void setSectionListener(SectionListener listener) {
    sections = listener;
  }
}
