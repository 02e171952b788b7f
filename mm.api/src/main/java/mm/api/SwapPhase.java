package mm.api;

/** How far a swap is; each phase is reached once, in this order, unless the swap is given up. */
public enum SwapPhase {
  /** The successor is subscribed wherever the driver is: both are told of every change. */
  DOUBLED,
  /** Every section that was open when the successor subscribed has ended (R4.2). */
  SETTLED,
  /** The driver makes no new translation; what it holds was offered to the successor. */
  HANDED_OVER,
  /** One volatile write has made the successor serve all accesses. */
  SERVING,
  /** Every section that was open at that moment has ended; from here on nothing is given up. */
  DRAINED,
  /** The old driver has let go of everything. */
  DONE
}
