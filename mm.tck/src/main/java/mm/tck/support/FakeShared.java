package mm.tck.support;

import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Notifier;

/** A reference to a notifier that the test tells, for as long as it likes. */
record FakeShared<N extends Notifier>(N notifier, Subscription subscription)
    implements SharedSubscription<N> {
  FakeShared(N notifier) {
    this(notifier, new FakeSubscription());
  }

  @Override
  public void close() {
    subscription.close();
  }
}
