package %PACKAGE%;

import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.IntervalNotifier;

/** What the device is told of changes in the range that it listens to. */
final class %CLASS%Notifier implements IntervalNotifier {
  private final %CLASS%Device device;

  %CLASS%Notifier(%CLASS%Device device) {
    this.device = device;
  }

  @Override
  public Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    device.invalidate(subscription, range.start(), range.end(), sequence);
    return Answer.DONE;
  }
}
