package mm.bench.callback;

import com.google.common.eventbus.Subscribe;
import java.util.List;

/** A subscriber of Guava's EventBus that does nothing. */
public final class EventBusCallback {
  EventBusCallback() {}

  /**
   * Subscribers of as many classes.
   *
   * @param count how many
   * @return a new list
   */
  public static List<Object> distinct(int count) {
    return Copies.of(EventBusCallback.class, Object.class, count);
  }

  /**
   * Told before a change.
   *
   * @param event what changes
   */
  @Subscribe
  public void start(ChangeStart event) {}

  /**
   * Told after a change.
   *
   * @param event what changed
   */
  @Subscribe
  public void end(ChangeEnd event) {}
}
