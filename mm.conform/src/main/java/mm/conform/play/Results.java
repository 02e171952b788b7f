package mm.conform.play;

import mm.machine.Errno;
import mm.machine.FaultOutcome;

/** Results of operations as files write them: {@code 0}, a positive number, or an error's name. */
final class Results {
  static final String SUCCESS = "0";

  private Results() {}

  /** A number, or the name of a negative error number. */
  static String of(long result) {
    return Errno.isError(result) ? error(result) : Long.toString(result);
  }

  /** Of an operation that answers an address, which is not compared. */
  static String ofAddress(long result) {
    return Errno.isError(result) ? error(result) : SUCCESS;
  }

  private static String error(long result) {
    return Errno.of(result).map(Enum::name).orElse("error " + -result);
  }

  static String of(FaultOutcome outcome) {
    return switch (outcome) {
      case OK -> SUCCESS;
      case OUT_OF_MEMORY -> Errno.ENOMEM.name();
      default -> outcome.name();
    };
  }

  /** Of a transfer of which any part is success. */
  static String ofPart(long result) {
    return Errno.isError(result) ? error(result) : SUCCESS;
  }

  /** Of a transfer: all of it is success, less is the number. */
  static String ofTransfer(long result, long wanted) {
    return result == wanted ? SUCCESS : of(result);
  }
}
