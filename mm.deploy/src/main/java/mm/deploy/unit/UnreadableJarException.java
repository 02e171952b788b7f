package mm.deploy.unit;

import java.util.List;

/**
 * A jar could not be read or copied: it is gone, or changes, or the disk is full. It may well be
 * right, and can be tried again.
 */
final class UnreadableJarException extends RefusedJarException {
  private static final long serialVersionUID = 1L;

  UnreadableJarException(String message) {
    super(message, List.of());
  }
}
