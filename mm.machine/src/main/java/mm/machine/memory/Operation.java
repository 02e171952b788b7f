package mm.machine.memory;

import mm.machine.RemapRequest;

/** An operation with its arguments, for messages. */
public record Operation(String name, Object... arguments) {
  static final Operation NONE = new Operation("nothing");

  @Override
  public String toString() {
    if (arguments.length == 1 && arguments[0] instanceof RemapRequest remap) {
      return new Operation(name, remap.address(), remap.oldLength(), remap.newLength()).toString();
    }
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < arguments.length; i++) {
      text.append(i == 0 ? "" : ", ").append(argument(i));
    }
    return text.append(')').toString();
  }

  /** The first number is an address, the others are lengths and the like. */
  private Object argument(int index) {
    return index == 0 && arguments[0] instanceof Long address
        ? "0x" + Long.toHexString(address)
        : arguments[index];
  }
}
