package mm.api;

import java.util.List;

/** The outcome of admitting a driver. */
public sealed interface Admission {
  /**
   * The driver is in.
   *
   * @param id its id
   */
  record Admitted(String id) implements Admission {}

  /**
   * The driver is out; none of its callbacks ever ran.
   *
   * @param id its id as far as it is known, else the name of its class or bundle
   * @param findings why, at least one
   */
  record Refused(String id, List<Finding> findings) implements Admission {
    /**
     * Copies the list.
     *
     * @param id its id as far as it is known, else the name of its class or bundle
     * @param findings why, at least one
     */
    public Refused {
      findings = List.copyOf(findings);
    }
  }
}
