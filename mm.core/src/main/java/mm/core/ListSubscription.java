package mm.core;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.CoreOptions.Opportunistic;
import mm.api.Rule;
import mm.api.Subscription;
import mm.api.Wait;
import mm.core.port.Waiting;
import mm.spi.AgingNotifier;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.Notifier;
import mm.spi.OpportunisticNotifier;
import mm.spi.PairedNotifier;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;

/** A list subscription, with its notifier's abilities found out once. */
final class ListSubscription implements Subscription, Subscriber {
  private final CoreSpace space;
  private final Notifier notifier;
  private final Declaration declaration;
  private final PairedNotifier paired;
  private final DecliningNotifier declining;
  private final OpportunisticNotifier opportunistic;
  private final SecondaryTlbNotifier secondaryTlb;
  private final AgingNotifier ager;
  private final PteChangeNotifier pteChanger;

  private final AtomicBoolean releasing = new AtomicBoolean();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean live = true;
  private volatile boolean settled;
  private volatile GracePeriod sinceBefore;
  private volatile Thread releaser; // while it calls release

  ListSubscription(CoreSpace space, Notifier notifier, Declaration declaration) {
    this.space = space;
    this.notifier = notifier;
    this.declaration = declaration;
    paired = notifier instanceof PairedNotifier n ? n : null;
    declining = notifier instanceof DecliningNotifier n ? n : null;
    opportunistic = notifier instanceof OpportunisticNotifier n ? n : null;
    secondaryTlb = notifier instanceof SecondaryTlbNotifier n ? n : null;
    ager = notifier instanceof AgingNotifier n ? n : null;
    pteChanger = notifier instanceof PteChangeNotifier n ? n : null;
  }

  /** Refuses a notifier whose abilities exclude each other, or that this engine does not take. */
  static void check(Notifier notifier, Declaration declaration, Opportunistic opportunistic) {
    boolean declines = notifier instanceof DecliningNotifier;
    if (declines && notifier instanceof PairedNotifier
        || notifier instanceof OpportunisticNotifier
            && (declines || notifier instanceof PairedNotifier)) {
      throw new ContractException(
          Rule.R1_3,
          declaration.name()
              + ": "
              + notifier.getClass().getName()
              + " can decline and has an end");
    }
    if (notifier instanceof OpportunisticNotifier && opportunistic == Opportunistic.REFUSED) {
      throw new ContractException(Rule.R6_11, declaration.name() + " is opportunistic");
    }
  }

  /** Tells the notifier of a start; the callback alone, guarded by the caller. */
  Answer start(Section section) {
    if (paired != null) {
      paired.start(section);
      return Answer.DONE;
    }
    return declining != null ? declining.tryStart(section) : opportunistic.tryStart(section);
  }

  void end(Section section) {
    if (paired != null) {
      paired.end(section);
    } else {
      opportunistic.end(section);
    }
  }

  boolean starts() {
    return paired != null || declining != null || opportunistic != null;
  }

  boolean ends() {
    return paired != null || opportunistic != null;
  }

  /** Whether its start answers. */
  boolean declines() {
    return paired == null;
  }

  /** Its paired notifier, or null when it is of another kind. */
  PairedNotifier paired() {
    return paired;
  }

  SecondaryTlbNotifier secondaryTlb() {
    return secondaryTlb;
  }

  AgingNotifier ager() {
    return ager;
  }

  PteChangeNotifier pteChanger() {
    return pteChanger;
  }

  /** Whether it has invalidation callbacks at all; who has none does not count for the reaper. */
  boolean invalidates() {
    return starts() || secondaryTlb != null;
  }

  boolean mayBlock() {
    return invalidates() && !neverBlocks();
  }

  void published(GracePeriod openBefore) {
    sinceBefore = openBefore;
  }

  /** Calls the notifier's release if nobody has, and waits until it has been called (R1.5). */
  void releaseOnce() {
    if (releasing.compareAndSet(false, true)) {
      releaser = Thread.currentThread();
      try {
        space.callRelease(this, notifier);
      } finally {
        releaser = null;
        live = false;
        released.countDown();
      }
    } else {
      awaitReleased();
    }
  }

  /** Nobody is to call its release any more; who is doing so already, finishes. */
  void dropped() {
    live = false;
    if (releasing.compareAndSet(false, true)) {
      released.countDown();
    }
  }

  /** Waits until a release that is under way has returned. */
  void awaitReleased() {
    if (released.getCount() > 0) {
      Waiting wait = space.waits(name(), "release of " + name(), Wait.Needs.ALL, this::releasedBy);
      try {
        awaitReleasedShown();
      } finally {
        space.over(wait);
      }
    }
  }

  private List<String> releasedBy() {
    Thread thread = releaser;
    return thread == null ? List.of() : List.of(Waiting.nameOf(thread));
  }

  private void awaitReleasedShown() {
    boolean interrupted = false;
    while (released.getCount() > 0) {
      try {
        released.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  /** Reads {@code settled} last: whoever forgets the grace period has set it before. */
  @Override
  public boolean settled() {
    GracePeriod before = settled ? null : sinceBefore;
    if (before != null && before.elapsed()) {
      settled = true;
      sinceBefore = null;
    }
    return settled;
  }

  @Override
  public boolean awaitSettled(long timeoutNanos) {
    GracePeriod before = sinceBefore;
    if (before != null) {
      before.await(name(), "settle", timeoutNanos);
    }
    return settled();
  }

  @Override
  public boolean live() {
    return live;
  }

  @Override
  public void close() {
    space.unsubscribe(this);
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }

  @Override
  public boolean keepsPages() {
    return opportunistic != null;
  }
}
