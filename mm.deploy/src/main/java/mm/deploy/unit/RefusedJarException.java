package mm.deploy.unit;

import java.util.List;
import mm.api.Finding;

/** Why a jar is not deployed. */
class RefusedJarException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  RefusedJarException(String message, List<Finding> findings) {
    super(message);
    this.findings = List.copyOf(findings);
  }

  final List<Finding> findings() {
    return findings;
  }
}
