package mm.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mm.deploy.service.Deployment;
import mm.deploy.service.Unit;
import mm.deploy.service.UnitState;
import mm.report.ViolationScript;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is gone for good is told at the first look, what needs a moment is not. */
class ClassLeaksTest {
  private static final String GONE = "test.kvm 1.0.0 #1";

  private final Deployment deployment = mock(Deployment.class);
  private final Chronicle chronicle = Chronicle.kept();
  private final List<String> lingering = new ArrayList<>(List.of(GONE));
  private int collections;
  private int until;

  private final ClassLeaks leaks = new ClassLeaks(deployment, chronicle, this::collect);

  private void collect() {
    if (++collections == until) {
      lingering.clear();
    }
  }

  @BeforeEach
  void begin() {
    chronicle.beginning("p");
    when(deployment.lingering()).thenAnswer(call -> List.copyOf(lingering));
    brings(List.of("kvm"));
  }

  private void brings(List<String> drivers) {
    Unit unit =
        new Unit(
            "test.kvm",
            "2.0.0",
            UnitState.ACTIVE,
            drivers,
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            0,
            List.of(),
            List.of());
    when(deployment.find("test.kvm")).thenReturn(Optional.of(unit));
  }

  private Optional<String> blamed() {
    return chronicle.script(List.of(), List.of()).map(each -> each.cause().driver());
  }

  @Test
  void shouldTellAtTheFirstLookWhoseClassesStay_R4_3() {
    assertEquals(List.of(GONE), leaks.look());
    assertEquals(ClassLeaks.COLLECTIONS, collections);
    assertEquals(Optional.of("kvm"), blamed());
    assertEquals(
        Optional.of("R4.3"),
        chronicle
            .script(List.of(), List.of())
            .map(ViolationScript::cause)
            .map(each -> each.rule()));
  }

  @Test
  void shouldWaitForThreadsThatAreStillInAVersionsCode() {
    until = 3;
    assertEquals(List.of(), leaks.look());
    assertEquals(until, collections);
    assertEquals(Optional.empty(), blamed());
  }

  @Test
  void shouldCollectNothingWhenNobodyStays() {
    lingering.clear();
    assertEquals(List.of(), leaks.look());
    assertEquals(0, collections);
  }

  @Test
  void shouldEndNothingBecauseOfAnEngine() {
    brings(List.of());
    assertEquals(List.of(GONE), leaks.look());
    assertEquals(Optional.empty(), blamed());
  }
}
