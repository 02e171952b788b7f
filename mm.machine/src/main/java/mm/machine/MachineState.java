package mm.machine;

import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import mm.api.AddressSpace;
import mm.api.Dispatcher;
import mm.spi.PageSource;

/** What all memories of a machine share: its frames, and whose ways it follows. */
final class MachineState {
  private final Frames frames;
  private final KernelWays kernel;
  private final Operations operations = new Operations();
  private final Dispatcher core;
  private final Function<ProcessMemory, PageSource> devices;
  private final int frameLimit;

  /** Every memory that lives, by the number of its space. */
  private final ConcurrentSkipListMap<Long, ProcessMemory> memories = new ConcurrentSkipListMap<>();

  private volatile SectionListener sections;

  /** Devices reach a memory through the pages that the function makes for it. */
  MachineState(
      Dispatcher core, MachineOptions options, Function<ProcessMemory, PageSource> devices) {
    this.core = core;
    this.devices = devices;
    this.frames = new Frames(options.frames(), options.contents());
    this.frameLimit = options.frames();
    this.kernel = new KernelWays(options.kernel());
  }

  Frames frames() {
    return frames;
  }

  KernelWays kernel() {
    return kernel;
  }

  Operations operations() {
    return operations;
  }

  PageSource pagesOf(ProcessMemory memory) {
    return devices.apply(memory);
  }

  AddressSpace createSpace(String name, PageSource pages) {
    return core.createSpace(name, pages);
  }

  void add(ProcessMemory memory) {
    memories.put(memory.space().id(), memory);
  }

  Collection<ProcessMemory> memories() {
    return memories.values();
  }

  /** A memory has come to its end. */
  void released(ProcessMemory memory) {
    memories.remove(memory.space().id());
    operations.released(memory);
  }

  /** Frames and slots of the swap area. */
  long totalPages() {
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

  void setSectionListener(SectionListener listener) {
    sections = listener;
  }
}
