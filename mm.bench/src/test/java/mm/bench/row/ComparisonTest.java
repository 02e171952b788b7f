package mm.bench.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComparisonTest {
  @Test
  void shouldDivideInTheDirectionThatTheGoalReads() {
    assertEquals(2, Comparison.COST.of(10, 5, 99));
    assertEquals(0.5, Comparison.SPEEDUP.of(10, 5, 99));
    assertEquals(3, Comparison.EXTRA_FENCES.of(70, 55, 5));
    assertEquals(64, Comparison.BYTES.of(64, Double.NaN, Double.NaN));
  }

  @Test
  void shouldBoundCostsFromAboveAndSpeedFromBelow() {
    assertTrue(Comparison.COST.meets(2.9, 3));
    assertFalse(Comparison.COST.meets(3.1, 3));
    assertTrue(Comparison.SPEEDUP.meets(3.1, 3));
    assertFalse(Comparison.SPEEDUP.meets(2.9, 3));
    assertTrue(Comparison.EXTRA_FENCES.meets(-1, 4));
    assertFalse(Comparison.BYTES.meets(65, 64));
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountTheBoundItselfAsMet(Comparison comparison) {
    assertTrue(comparison.meets(3, 3));
  }

  @ParameterizedTest
  @EnumSource
  void shouldNeverBeMetByWhatWasNotMeasured(Comparison comparison) {
    assertFalse(comparison.meets(Double.NaN, 3));
  }
}
