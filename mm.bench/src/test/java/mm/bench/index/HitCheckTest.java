package mm.bench.index;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check passes what is right, and has caught each of these bugs. */
class HitCheckTest {
  private static final int COUNT = 300;

  private final Layout layout = new Layout(COUNT);

  private void check(IntervalSearch index) {
    layout.fill(index);
    HitCheck.run("planted", layout, index);
  }

  private void assertCaught(IntervalSearch index) {
    IllegalStateException caught = assertThrows(IllegalStateException.class, () -> check(index));
    String message = caught.getMessage();
    assertTrue(message.startsWith("WRONG ANSWER of planted, n=300: pages ["), message);
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassTheIndexesThatAreMeasured(Structure structure) {
    assertDoesNotThrow(() -> check(structure.create()));
  }

  @Test
  void shouldCatchAMissedInterval() {
    assertCaught(
        new Planted() {
          @Override
          public int touch(int fromPage, int toPage, long tick) {
            return super.touch(fromPage, Math.max(fromPage + 1, toPage - 1), tick);
          }
        });
  }

  @Test
  void shouldCatchAnIntervalThatOnlyTouchesTheRange() {
    assertCaught(
        new Planted() {
          @Override
          public int touch(int fromPage, int toPage, long tick) {
            return super.touch(Math.max(0, fromPage - 1), toPage, tick);
          }
        });
  }

  @Test
  void shouldCatchAWrongNumber() {
    assertCaught(
        new Planted() {
          @Override
          public int touch(int fromPage, int toPage, long tick) {
            int found = super.touch(fromPage, toPage, tick);
            return found > 20 ? found + 1 : found; // one twice
          }
        });
  }

  @Test
  void shouldCatchARemovalThatDoesNothing() {
    assertCaught(
        new Planted() {
          @Override
          public void remove(Hit hit) {}
        });
  }

  @Test
  void shouldCatchALostInsertion() {
    assertCaught(
        new Planted() {
          private int removed;

          @Override
          public void remove(Hit hit) {
            super.remove(hit);
            removed++;
          }

          @Override
          public void insert(Hit hit) {
            if (removed != 1) {
              super.insert(hit);
            }
          }
        });
  }

  /** A right index, to be made wrong. */
  private static class Planted implements IntervalSearch {
    private final IntervalSearch right = Structure.HTSJDK.create();

    @Override
    public void insert(Hit hit) {
      right.insert(hit);
    }

    @Override
    public void remove(Hit hit) {
      right.remove(hit);
    }

    @Override
    public int touch(int fromPage, int toPage, long tick) {
      return right.touch(fromPage, toPage, tick);
    }
  }
}
