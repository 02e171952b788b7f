package mm.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.stream.Stream;
import mm.core.SpaceStage.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every misuse in every state of a space: the rule's exception, and everything as it was. */
@Timeout(120)
class MisuseMatrixTest {
  private static final OtherThread OTHER = new OtherThread();

  @AfterAll
  static void stop() {
    OTHER.close();
  }

  static Stream<State> states() {
    return State.all();
  }

  @ParameterizedTest
  @MethodSource("states")
  void shouldRefuseEveryMisuseAndLeaveTheSpaceAsItWas(State state) {
    SpaceStage stage = new SpaceStage(state, OTHER);
    for (Misdeed misdeed : Misdeed.values()) {
      assertDoesNotThrow(() -> commit(misdeed, stage), misdeed::name);
    }
    stage.isUntouched();
  }

  private static void commit(Misdeed misdeed, SpaceStage stage) {
    misdeed.commit(stage);
    stage.goesOn();
  }
}
