package mm.tck.support;

import mm.api.AddressSpace;
import mm.api.Subscription;

/** A subscription that nobody tells of anything: the test does. */
final class FakeSubscription implements Subscription {
  private volatile boolean live = true;

  @Override
  public AddressSpace space() {
    throw new UnsupportedOperationException("there is no engine here");
  }

  @Override
  public boolean settled() {
    return true;
  }

  @Override
  public boolean awaitSettled(long timeoutNanos) {
    return true;
  }

  @Override
  public boolean live() {
    return live;
  }

  @Override
  public void close() {
    live = false;
  }
}
