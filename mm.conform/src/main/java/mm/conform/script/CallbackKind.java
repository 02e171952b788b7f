package mm.conform.script;

import java.util.Locale;

/** What subscribers are told, with the kernel's names in lower case. */
public enum CallbackKind {
  /** Something goes away. */
  INVALIDATE_RANGE_START,
  /** Was it accessed; marks and TLBs are reset. */
  CLEAR_FLUSH_YOUNG,
  /** Was it accessed; marks are reset. */
  CLEAR_YOUNG,
  /** Was it accessed; nothing changes. */
  TEST_YOUNG;

  static CallbackKind of(String name) {
    for (CallbackKind each : values()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new BadFieldException("'" + name + "' is no callback");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
