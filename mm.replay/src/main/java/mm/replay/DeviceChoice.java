package mm.replay;

/** How devices touch memory during a replay. */
public enum DeviceChoice {
  /** Not at all: drivers hold nothing. */
  NONE,
  /** They follow the program: what it maps and what was invalidated is touched next. */
  MIRROR,
  /** Pages of mapped memory at random. */
  RANDOM
}
