package mm.stress.device;

import mm.api.Subscription;

/** Planted bug: translates at once, without waiting for sections older than itself (R4.2). */
public final class ImpatientDevice extends CountingDevice {
  @Override
  boolean mayTranslate(Subscription subscription) {
    return true;
  }
}
