package mm.replay;

/** Whether data that devices read is compared with what the CPU reads. */
public enum ContentsCheck {
  /** It is not; no contents are kept. */
  NONE,
  /** It is: devices write and read values, after which the CPU is asked. */
  COMPARE
}
