package drivers.gru;

import java.util.ArrayDeque;
import java.util.Deque;
import mm.api.SharedSubscription;
import mm.spi.DriverContext;
import mm.spi.Mutex;

/**
 * The GRU contexts that are open in a space. Each holds a reference to the shared notifier (Linux
 * {@code gru_register_mmu_notifier}, {@code mmu_notifier_get_locked}); with the last one the
 * notifier goes, and the space is told of nothing until a context is opened again.
 */
final class GruContexts {
  private final DriverContext context;
  private final GruMm mm;
  private final GruFamily family;
  private final Mutex mutex;

  // Protected by the mutex, which no callback takes.
  private final Deque<SharedSubscription<GruTlbPurge>> open = new ArrayDeque<>();

  GruContexts(DriverContext context, GruMm mm, GruFamily family) {
    this.context = context;
    this.mm = mm;
    this.family = family;
    mutex = context.mutex("gru contexts");
  }

  /** Opens another one. */
  void open() {
    SharedSubscription<GruTlbPurge> reference = context.acquire(family);
    mutex.lock();
    try {
      open.push(reference);
      mm.serve();
    } finally {
      mutex.unlock();
    }
  }

  /** Closes one. What the TLBs hold goes before the last reference does. */
  void close() {
    mutex.lock();
    try {
      if (open.size() == 1) {
        mm.suspend();
      }
      if (!open.isEmpty()) {
        open.pop().close();
      }
    } finally {
      mutex.unlock();
    }
  }

  int count() {
    mutex.lock();
    try {
      return open.size();
    } finally {
      mutex.unlock();
    }
  }
}
