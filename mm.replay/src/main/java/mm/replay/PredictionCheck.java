package mm.replay;

/** Whether a replay of calls is compared with the notifications that were recorded beside them. */
public enum PredictionCheck {
  /** It is not. */
  NONE,
  /** It is; figures per class are part of the report. */
  COMPARE
}
