package mm.spi.rules;

import java.util.List;
import mm.api.Finding;
import mm.spi.DriverCapability;

/** The outcome of {@link CapabilityRules#check}. */
public sealed interface CheckedCapability {
  /**
   * The attributes are right.
   *
   * @param capability what they say
   */
  record Right(DriverCapability capability) implements CheckedCapability {}

  /**
   * They are not.
   *
   * @param findings what is wrong, at least one
   */
  record Wrong(List<Finding> findings) implements CheckedCapability {
    /**
     * Copies the list.
     *
     * @param findings what is wrong, at least one
     */
    public Wrong {
      findings = List.copyOf(findings);
    }
  }
}
