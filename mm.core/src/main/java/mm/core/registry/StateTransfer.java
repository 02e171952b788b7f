package mm.core.registry;

import java.util.Map;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.HandOver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what a device holds to its successor, if both want to and speak of it in the same form. */
final class StateTransfer {
  private static final Logger LOG = LoggerFactory.getLogger(StateTransfer.class);
  private static final int ATTEMPTS = 8;

  private StateTransfer() {}

  /** Whether the successor took over; else it starts cold. */
  static boolean between(Device from, Device to) {
    try {
      return from instanceof HandOver giver
          && to instanceof HandOver taker
          && giver.stateForm().equals(taker.stateForm())
          && transfer(giver, taker);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("the successor starts cold, since the hand-over failed", e);
      return false;
    }
  }

  private static boolean transfer(HandOver giver, HandOver taker) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long sequence = taker.importBegin();
      Map<String, Object> state = giver.exportState();
      if (!ofJdkTypes(state)) {
        LOG.warn("the successor starts cold: the state holds more than types of the JDK");
        return false; // an object of the old class loader would keep it alive in the new driver
      }
      if (taker.importState(state, sequence) == Answer.DONE) {
        return true;
      }
    }
    return false;
  }

  /** Whether a state can cross from one class loader to another. */
  static boolean ofJdkTypes(Object value) {
    if (value instanceof Map<?, ?> map) {
      return ownedByJdk(map) && ofJdkTypes(map.keySet()) && ofJdkTypes(map.values());
    }
    if (value instanceof Iterable<?> many) {
      for (Object each : many) {
        if (!ofJdkTypes(each)) {
          return false;
        }
      }
      return ownedByJdk(value);
    }
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Number && ownedByJdk(value)
        || value != null && value.getClass().isArray() && isPrimitive(value);
  }

  private static boolean isPrimitive(Object array) {
    return array.getClass().getComponentType().isPrimitive();
  }

  private static boolean ownedByJdk(Object value) {
    return value.getClass().getClassLoader() == null;
  }
}
