package mm.core;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;

/**
 * The notifiers that families share in one space, with the number of their users.
 *
 * <p>Algorithm notes: {@code this} guards the map and the counts, for moments only, so that giving
 * a reference back never waits; {@code making} is held while a family makes its notifier. A family
 * whose count fell to 0 is out of the map, so the next user makes a new notifier while the old one
 * waits to be freed.
 */
final class SharedNotifiers {
  private final CoreSpace space;
  private final Object making = new Object();
  private final Map<NotifierFamily<?>, Shared<?>> families = new IdentityHashMap<>();

  SharedNotifiers(CoreSpace space) {
    this.space = space;
  }

  <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    synchronized (making) {
      Shared<N> present = use(family);
      return new Reference<>(this, present == null ? make(family) : present);
    }
  }

  @SuppressWarnings("unchecked") // a family is mapped to what it made
  private synchronized <N extends Notifier> Shared<N> use(NotifierFamily<N> family) {
    Shared<N> present = (Shared<N>) families.get(family);
    if (present != null) {
      present.users = Math.incrementExact(present.users);
    }
    return present;
  }

  private <N extends Notifier> Shared<N> make(NotifierFamily<N> family) {
    N notifier = family.allocate(space);
    Shared<N> made;
    try {
      made = new Shared<>(family, notifier, space.subscribe(notifier, family.declaration()));
    } catch (RuntimeException e) {
      family.free(notifier);
      throw e;
    }
    synchronized (this) {
      families.put(family, made);
    }
    return made;
  }

  private void giveBack(Shared<?> shared) {
    synchronized (this) {
      if (--shared.users > 0) {
        return;
      }
      families.remove(shared.family, shared);
    }
    space.dropLater((ListSubscription) shared.subscription, shared::free);
  }

  private static final class Shared<N extends Notifier> {
    final NotifierFamily<N> family;
    final N notifier;
    final Subscription subscription;
    int users = 1;

    Shared(NotifierFamily<N> family, N notifier, Subscription subscription) {
      this.family = family;
      this.notifier = notifier;
      this.subscription = subscription;
    }

    void free() {
      family.free(notifier);
    }
  }

  private static final class Reference<N extends Notifier> implements SharedSubscription<N> {
    private final SharedNotifiers owner;
    private final Shared<N> shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    Reference(SharedNotifiers owner, Shared<N> shared) {
      this.owner = owner;
      this.shared = shared;
    }

    @Override
    public N notifier() {
      return shared.notifier;
    }

    @Override
    public Subscription subscription() {
      return shared.subscription;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        owner.giveBack(shared);
      }
    }
  }
}
