package mm.spi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mm.api.AddressSpace;
import mm.api.Finding;
import mm.api.InvalidationRange;
import mm.api.Rule;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.DecliningNotifier;
import mm.spi.Device;
import mm.spi.DriverCapability;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;

class ImplementationRulesTest {
  /** Paired. */
  abstract static class Paired implements PairedNotifier {}

  /** Inherits what it implements. */
  abstract static class Inheriting extends Paired {}

  /** Both, which is forbidden. */
  abstract static class Both implements PairedNotifier, DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      return Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  /** As it should be. */
  @DriverInfo(
      id = "right",
      version = "1",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"end", "start", "release"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Inheriting.class)
  public static class Right implements NotifierDriver {
    /** For tests. */
    public Right() {}

    @Override
    public Device attach(DriverContext context) {
      return null;
    }
  }

  /** Not constructible, and with a notifier that is none. */
  @DriverInfo(
      id = "right",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"end", "start", "release"},
      pages = "unpinned",
      hardware = "none",
      notifiers = {Inheriting.class, String.class})
  static final class Hidden implements NotifierDriver {
    @Override
    public Device attach(DriverContext context) {
      return null;
    }
  }

  /** Declines and ends. */
  @DriverInfo(
      id = "right",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"end", "start", "release"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Both.class)
  public static final class Declines extends Right {
    /** For tests. */
    public Declines() {}
  }

  private static DriverCapability capability() {
    DriverInfo info = Right.class.getAnnotation(DriverInfo.class);
    return ((CheckedCapability.Right) CapabilityRules.check(DriverAttributes.of(info)))
        .capability();
  }

  private static List<Rule> check(Class<?> type) {
    return ImplementationRules.check(capability(), type).stream().map(Finding::rule).toList();
  }

  @Test
  void shouldFindNothingWhereAllAgrees() {
    assertEquals(List.of(), check(Right.class));
  }

  @Test
  void shouldFindWhatCannotBeMade_R6_8_R6_5() {
    assertEquals(List.of(Rule.R6_8, Rule.R6_5), check(Hidden.class));
    assertEquals(List.of(Rule.R6_8, Rule.R6_8, Rule.R6_5), check(Number.class), "no driver at all");
  }

  @Test
  void shouldFindANotifierThatDeclinesAndEnds_R1_3() {
    assertEquals(List.of(Rule.R1_3, Rule.R6_5), check(Declines.class));
  }

  @Test
  void shouldFindACapabilityThatIsNotTheAnnotations_R6_5() {
    DriverCapability own = capability();
    DriverCapability edited =
        new DriverCapability(
            own.id(),
            "2.0.0",
            own.blocking(),
            own.failure(),
            own.allocation(),
            own.subscriptions(),
            EnumSet.of(Callback.RELEASE),
            own.pages(),
            own.hardware());
    List<Finding> findings = ImplementationRules.check(edited, Right.class);
    assertEquals(3, findings.size(), findings.toString());
    assertTrue(findings.stream().allMatch(f -> f.rule() == Rule.R6_5));
  }

  @Test
  void shouldKnowInheritedAbilitiesAndNames() {
    assertEquals(
        Set.of(Callback.RELEASE, Callback.START, Callback.END),
        Abilities.of(List.of(Inheriting.class)));
    assertEquals(
        List.of(Callback.START, Callback.END), Abilities.of(PairedNotifier.class.getName()));
    assertEquals(List.of(), Abilities.of("java.lang.Runnable"));
  }
}
