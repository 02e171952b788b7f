package drivers.hfi1;

/** A page that is pinned to be sent from. Guarded by the lock of {@link SdmaCache}. */
final class SendBuffer extends PinnedPage<SendBuffer> {
  /** Whether a transfer uses it. */
  boolean inFlight;

  /** Whether it has left the cache, and goes when no transfer uses it any more. */
  boolean retired;

  SendBuffer nextInFlight;

  SendBuffer(long address, long frame) {
    super(address, frame);
  }
}
