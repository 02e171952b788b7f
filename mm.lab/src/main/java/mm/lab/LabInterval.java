package mm.lab;

import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;

/** An interval subscription. */
final class LabInterval implements IntervalSubscription {
  final AddressRange range;
  final IntervalNotifier notifier;
  final Declaration declaration;
  private final LabSpace space;
  volatile long sequence;
  volatile boolean live = true;

  LabInterval(
      LabSpace space, AddressRange range, IntervalNotifier notifier, Declaration declaration) {
    this.space = space;
    this.range = range;
    this.notifier = notifier;
    this.declaration = declaration;
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public AddressRange range() {
    return range;
  }

  @Override
  public long readBegin(long timeoutNanos) {
    return space.readBegin(this, timeoutNanos);
  }

  @Override
  public boolean readRetry(long seen) {
    return sequence != seen;
  }

  @Override
  public void setSequence(long now) {
    sequence = now;
  }

  @Override
  public boolean live() {
    return live;
  }

  @Override
  public void close() {
    space.remove(this);
    live = false;
  }
}
