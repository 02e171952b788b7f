package mm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The close of an epoch that somebody waits for, step by step. */
class EpochWordTest {
  private final EpochWord word = new EpochWord() {};
  private long epoch;

  @BeforeEach
  void openAnEpochThatSomebodyWaitsFor() {
    assertTrue(word.enter());
    epoch = word.openEpoch();
    assertFalse(word.setWriterOrAttention(), "an epoch is open");
    assertFalse(word.tryLeave(), "its closer has to take the lock");
  }

  @Test
  void shouldKeepSearchesOutUntilWhatWasDeferredIsDone_R3_4() {
    assertTrue(word.leaveLocked());
    assertTrue(word.written());
    assertFalse(word.enter(), "it has to wait");
    assertTrue(word.stillWritten());
    word.clearWriter();
    assertFalse(word.stillWritten());
  }

  @Test
  void shouldCloseTheNextOneWithoutTheLock_R3_4() {
    assertTrue(word.leaveLocked());
    word.clearWriter();
    assertTrue(word.enter());
    assertEquals(epoch + 2, word.openEpoch());
    assertTrue(word.tryLeave(), "nobody waits any more");
    assertFalse(EpochWord.epochOpen(word.lvState()));
  }
}
