package mm.verify;

import java.util.HashMap;
import java.util.Map;
import mm.spi.DriverCapability;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;

/** What a driver has to declare to be welcome: a filter on the attributes of its capability. */
public final class Policy {
  private final Filter filter;

  private Policy(Filter filter) {
    this.filter = filter;
  }

  /**
   * Reads a policy.
   *
   * @param filter a filter of OSGi, for example {@code (&(blocking=never)(failure=never))}
   * @return the policy
   * @throws IllegalArgumentException when it is no filter
   */
  public static Policy parse(String filter) {
    try {
      return new Policy(FrameworkUtil.createFilter(filter));
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Asks the policy.
   *
   * @param capability what a driver declares
   * @return true when the driver is welcome
   */
  public boolean allows(DriverCapability capability) {
    Map<String, Object> attributes = new HashMap<>(capability.attributes());
    attributes.put("version", new Version(capability.version())); // ordered, other than its text
    return filter.matches(attributes);
  }

  @Override
  public String toString() {
    return filter.toString();
  }
}
