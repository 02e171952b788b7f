package mm.spi;

/** Attribute {@code callbacks}: the callbacks there are, one per ability method. */
public enum Callback {
  /** {@link Notifier#release}. */
  RELEASE("release", SubscriptionKind.LIST),
  /** {@link PairedNotifier#start}. */
  START("start", SubscriptionKind.LIST),
  /** {@link PairedNotifier#end} and {@link OpportunisticNotifier#end}. */
  END("end", SubscriptionKind.LIST),
  /** {@link DecliningNotifier#tryStart} and {@link OpportunisticNotifier#tryStart}. */
  TRY_START("try-start", SubscriptionKind.LIST),
  /** {@link IntervalNotifier#invalidate}. */
  INVALIDATE("invalidate", SubscriptionKind.INTERVAL),
  /** {@link SecondaryTlbNotifier#flushSecondaryTlb}. */
  FLUSH_SECONDARY_TLB("flush-secondary-tlb", SubscriptionKind.SECONDARY_TLB),
  /** {@link AgingNotifier#clearFlushYoung}. */
  CLEAR_FLUSH_YOUNG("clear-flush-young", SubscriptionKind.LIST),
  /** {@link AgingNotifier#clearYoung}. */
  CLEAR_YOUNG("clear-young", SubscriptionKind.LIST),
  /** {@link AgingNotifier#testYoung}. */
  TEST_YOUNG("test-young", SubscriptionKind.LIST),
  /** {@link PteChangeNotifier#changePte}. */
  CHANGE_PTE("change-pte", SubscriptionKind.LIST);

  private final String value;
  private final SubscriptionKind kind;

  Callback(String value, SubscriptionKind kind) {
    this.value = value;
    this.kind = kind;
  }

  /**
   * The subscription that brings this callback. {@link #RELEASE} comes with {@link
   * SubscriptionKind#SECONDARY_TLB} too.
   *
   * @return the kind
   */
  public SubscriptionKind kind() {
    return kind;
  }

  @Override
  public String toString() {
    return value;
  }
}
