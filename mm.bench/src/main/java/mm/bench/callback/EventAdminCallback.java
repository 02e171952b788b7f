package mm.bench.callback;

import java.util.List;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;

/** A handler of OSGi's EventAdmin that does nothing. */
public final class EventAdminCallback implements EventHandler {
  EventAdminCallback() {}

  /**
   * Handlers of as many classes.
   *
   * @param count how many
   * @return a new list
   */
  public static List<EventHandler> distinct(int count) {
    return Copies.of(EventAdminCallback.class, EventHandler.class, count);
  }

  @Override
  public void handleEvent(Event event) {}
}
