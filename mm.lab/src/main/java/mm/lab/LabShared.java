package mm.lab;

import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;

/** The notifier of a family in a space; the count is guarded by the space's map of families. */
final class LabShared<N extends Notifier> {
  final NotifierFamily<N> family;
  private final LabSpace space;
  private final N notifier;
  private final LabSubscription subscription;
  private int users;

  LabShared(LabSpace space, NotifierFamily<N> family) {
    this.space = space;
    this.family = family;
    notifier = family.allocate(space);
    try {
      subscription = (LabSubscription) space.subscribe(notifier, family.declaration());
    } catch (RuntimeException e) {
      family.free(notifier);
      throw e;
    }
  }

  SharedSubscription<N> reference() {
    users = Math.incrementExact(users);
    return new Reference();
  }

  boolean drop() {
    return --users == 0;
  }

  /** Without waiting for who uses it. */
  void freeNow() {
    space.dropped(subscription);
    synchronized (space) {
      space.listed.remove(subscription);
    }
    family.free(notifier);
  }

  /** Off the list without a release, then freed. */
  void free() {
    space.dropped(subscription);
    space.takeOff(subscription);
    family.free(notifier);
  }

  private final class Reference implements SharedSubscription<N> {
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public N notifier() {
      return notifier;
    }

    @Override
    public Subscription subscription() {
      return subscription;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        space.giveBack(LabShared.this);
      }
    }
  }
}
