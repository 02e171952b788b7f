package mm.tck;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mm.api.CoreOptions;
import mm.spi.NotifierDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * What every driver has to pass. A subclass names the driver; each test carries the rule that it is
 * about, and one that does not apply to what the driver declares is skipped with the reason. What
 * is legal but unwise is reported as an entry {@code remark}.
 *
 * <pre>{@code
 * class MyConformanceTest extends DriverConformance {
 *   @Override
 *   protected NotifierDriver newDriver() {
 *     return new MyDriver();
 *   }
 * }
 * }</pre>
 *
 * <p>A driver that hangs fails after a bounded time, with the stack of where it hangs. A test whose
 * outcome would only repeat what another test fails for is skipped and names that test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith({DriverConformance.Hangs.class, DriverConformance.Errors.class})
public abstract class DriverConformance
    implements MetadataRules,
        WaitingRules,
        CallbackRules,
        TranslationRules,
        SectionRules,
        LifeCycleRules,
        ReplacementRules,
        HandOverRules,
        LeakRules,
        MachineRules {
  /** How long a driver may wait for something, unless its author says otherwise. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(3);

  private Subject subject;

  /** For subclasses. */
  protected DriverConformance() {}

  /**
   * Makes the driver, for each test anew.
   *
   * @return a driver as its public constructor makes it
   */
  protected abstract NotifierDriver newDriver();

  /**
   * The engine's options, and with them the driver's own. Guards are on whatever they say.
   *
   * @return the defaults unless overridden
   */
  protected CoreOptions options() {
    return CoreOptions.defaults();
  }

  /**
   * Further options with which the driver may use callbacks that it does not use with {@link
   * #options()}.
   *
   * @return none unless overridden
   */
  protected List<CoreOptions> otherOptions() {
    return List.of();
  }

  /**
   * How long the driver may wait for something before it counts as hanging; at work it gets six
   * times as long.
   *
   * @return 3 seconds unless overridden
   */
  protected Duration patience() {
    return DEFAULT_PATIENCE;
  }

  @Override
  public final Subject subject() {
    if (subject == null) {
      subject = new Subject(this::newDriver, options(), otherOptions(), patience());
    }
    return subject;
  }

  @BeforeEach
  final void assumeNotHanging() {
    subject().assumeNotHanging();
  }

  @AfterEach
  final void closeRigs() {
    subject().closeRigs();
  }

  /** An error that JUnit would end the run for, since it takes it for its own. */
  static final class Errors implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
        Invocation<Void> test, ReflectiveInvocationContext<Method> context, ExtensionContext run)
        throws Throwable {
      try {
        test.proceed();
      } catch (OutOfMemoryError e) {
        throw new AssertionError("the driver threw " + e, e);
      }
    }
  }

  /** Counts the tests that did not come back. */
  static final class Hangs implements TestWatcher {
    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
      if (cause instanceof TimeoutException) {
        context
            .getTestInstance()
            .map(DriverConformance.class::cast)
            .ifPresent(test -> test.subject().hung());
      }
    }
  }
}
