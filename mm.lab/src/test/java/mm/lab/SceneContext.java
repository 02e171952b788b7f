package mm.lab;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.Subscription;
import mm.machine.UserProcess;
import mm.spi.Declaration;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.Mutex;
import mm.spi.Notifier;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;
import mm.tck.support.FakeContext;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeWorker;

/**
 * A driver's context in a process of the machine, with a worker that works only when somebody waits
 * for it: so a GPU is busy for as long as a scenario wants.
 */
final class SceneContext implements DriverContext {
  private final UserProcess process;
  private final Declaration declaration;
  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeWorker worker = new FakeWorker();
  private final FakeContext ports = new FakeContext(queue, worker);

  SceneContext(UserProcess process, Declaration declaration) {
    this.process = process;
    this.declaration = declaration;
    queue.whileWaiting(worker::flush);
  }

  @Override
  public AddressSpace space() {
    return process.space();
  }

  @Override
  public PageSource pages() {
    return process.pages();
  }

  @Override
  public Subscription subscribe(Notifier notifier) {
    return space().subscribe(notifier, declaration);
  }

  @Override
  public IntervalSubscription subscribe(long start, long end, IntervalNotifier notifier) {
    return space().subscribe(start, end, notifier, declaration);
  }

  @Override
  public SpinLock spinLock(String name) {
    return ports.spinLock(name);
  }

  @Override
  public Mutex mutex(String name) {
    return ports.mutex(name);
  }

  @Override
  public WaitQueue waitQueue(String name) {
    return queue;
  }

  @Override
  public Worker worker(String name) {
    return worker;
  }

  @Override
  public long nanoTime() {
    return queue.now();
  }
}
