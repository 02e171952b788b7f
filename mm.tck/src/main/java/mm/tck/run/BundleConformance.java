package mm.tck.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mm.api.CoreOptions;
import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The kit over one driver of a finished bundle, as the parameters of the run name it. */
@ExtendWith(BundleConformance.Opened.class)
final class BundleConformance extends DriverConformance {
  static final String BUNDLE = "mm.tck.bundle";
  static final String DRIVER = "mm.tck.driver";
  static final String ID = "mm.tck.id";
  static final String SETTING = "mm.tck.setting";
  static final String PATIENCE = "mm.tck.patience";

  private final DriverBundle bundle;
  private final String driver;
  private final String id;
  private final String setting;
  private final Duration patience;

  BundleConformance(DriverBundle bundle, ExtensionContext run) {
    this.bundle = bundle;
    driver = run.getConfigurationParameter(DRIVER).orElseThrow();
    id = run.getConfigurationParameter(ID).orElseThrow();
    setting = run.getConfigurationParameter(SETTING).orElse("");
    patience = run.getConfigurationParameter(PATIENCE, Duration::parse).orElseThrow();
  }

  @Override
  protected NotifierDriver newDriver() {
    try {
      return bundle.make(driver);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(driver + " cannot be made", e);
    }
  }

  @Override
  protected Duration patience() {
    return patience;
  }

  @Override
  protected CoreOptions options() {
    return CoreOptions.defaults().withDriverOptions(setting);
  }

  @Override
  protected List<CoreOptions> otherOptions() {
    List<String> others = new ArrayList<>(bundle.settings(id));
    others.add("");
    others.remove(setting);
    return others.stream().map(CoreOptions.defaults()::withDriverOptions).toList();
  }

  /** Opens the bundle for the test class and closes it after its last test. */
  static final class Opened implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == DriverBundle.class || type == ExtensionContext.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ExtensionContext.class
          ? context
          : opened(context);
    }

    private static DriverBundle opened(ExtensionContext context) {
      return context
          .getStore(ExtensionContext.Namespace.create(Opened.class))
          .getOrComputeIfAbsent(DriverBundle.class, key -> open(context), DriverBundle.class);
    }

    private static DriverBundle open(ExtensionContext context) {
      Path file = Path.of(context.getConfigurationParameter(BUNDLE).orElseThrow());
      try {
        return DriverBundle.open(file);
      } catch (UnusableInputException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
