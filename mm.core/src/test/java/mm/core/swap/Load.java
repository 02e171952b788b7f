package mm.core.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.spi.Access;
import mm.spi.AccessOutcome;

/** Threads that use a device and change the memory under it until they are told to stop. */
final class Load implements AutoCloseable {
  private static final int ACCESSES_PER_CHANGE = 8;

  private final LoadMemory memory;
  private final Ledger ledger;
  private final AddressSpace space;
  private final LongFunction<AccessOutcome> device;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile Throwable thrown;

  Load(LoadMemory memory, Ledger ledger, AddressSpace space, LongFunction<AccessOutcome> device) {
    this.memory = memory;
    this.ledger = ledger;
    this.space = space;
    this.device = device;
  }

  Load start(int count) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(this::run, "load-" + i);
      thread.setUncaughtExceptionHandler((who, what) -> thrown = what);
      threads.add(thread);
      thread.start();
    }
    return this;
  }

  private void run() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!stopped) {
      for (int i = 0; i < ACCESSES_PER_CHANGE; i++) {
        access(random.nextInt(LoadMemory.PAGES));
      }
      int first = random.nextInt(LoadMemory.PAGES);
      change(first, first + 1 + random.nextInt(LoadMemory.PAGES - first), random.nextBoolean());
    }
  }

  void access(int page) {
    AccessOutcome outcome = device.apply(LoadMemory.address(page));
    if (outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE) {
      ledger.served.increment();
    } else {
      ledger.gaps.increment();
    }
  }

  static AccessOutcome by(Attachment attachment, long address) {
    return attachment.access(address, Access.WRITE);
  }

  private void change(int first, int end, boolean mayWait) {
    long from = LoadMemory.address(first);
    long to = LoadMemory.address(end);
    long section =
        mayWait
            ? space.begin(InvalidationEvent.UNMAP, from, to)
            : space.tryBegin(InvalidationEvent.UNMAP, from, to);
    if (section == AddressSpace.DECLINED) {
      return;
    }
    try {
      ledger.judge(first, end);
      for (int page = first; page < end; page++) {
        memory.change(page);
      }
    } finally {
      space.end(section);
    }
  }

  @Override
  public void close() {
    stopped = true;
    threads.forEach(Load::join);
    if (thrown != null) {
      throw new AssertionError(thrown);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
