package mm.shell;

import mm.api.CallbackObserver;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Callback;

/** Puts declines and slow callbacks into the flight recorder; costs two tests when none records. */
final class FlightRecording implements CallbackObserver {
  private static final long SLOW_NANOS = 1_000_000;

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    if (answer == Answer.WOULD_BLOCK) {
      declined(subscriber, range);
    }
    if (nanos >= SLOW_NANOS) {
      slow(subscriber, callback, range, nanos);
    }
  }

  private static void declined(String subscriber, InvalidationRange range) {
    DeclineEvent event = new DeclineEvent();
    if (event.isEnabled()) {
      event.driver = subscriber;
      event.event = range.event().toString();
      event.range = range.toRange().toString();
      event.space = range.space().name();
      event.commit();
    }
  }

  private static void slow(
      String subscriber, Callback callback, InvalidationRange range, long nanos) {
    SlowCallbackEvent event = new SlowCallbackEvent();
    if (event.isEnabled()) {
      event.driver = subscriber;
      event.callback = callback.toString();
      event.event = range.event().toString();
      event.range = range.toRange().toString();
      event.space = range.space().name();
      event.ran = nanos;
      event.commit();
    }
  }
}
