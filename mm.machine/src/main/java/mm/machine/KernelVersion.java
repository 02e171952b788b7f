package mm.machine;

import java.util.EnumSet;
import java.util.Set;

/**
 * The kernel whose ways a machine follows. What was measured is Linux 6.18; 5.12 is the kernel for
 * which the contract's last generation was written.
 */
public enum KernelVersion {
  /** Linux 5.12, April 2021. */
  V5_12("5.12"),
  /** Linux 6.18, recorded. */
  V6_18("6.18");

  private static final Set<UserfaultFeature> LATER_FEATURES =
      EnumSet.complementOf(EnumSet.of(UserfaultFeature.PAGEFAULT_FLAG_WP));

  private final String text;

  KernelVersion(String text) {
    this.text = text;
  }

  /**
   * Finds a kernel.
   *
   * @param text as {@link #toString} gives it
   * @return the kernel
   * @throws IllegalArgumentException when there is none; the message lists all
   */
  public static KernelVersion of(String text) {
    for (KernelVersion each : values()) {
      if (each.text.equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "no kernel '" + text + "'; there are " + java.util.List.of(values()));
  }

  /**
   * Whether userfaultfd has a feature.
   *
   * @param feature what is asked for
   * @return false when Linux would answer EINVAL
   */
  public boolean knows(UserfaultFeature feature) {
    return this != V5_12 || !LATER_FEATURES.contains(feature);
  }

  @Override
  public String toString() {
    return text;
  }
}
