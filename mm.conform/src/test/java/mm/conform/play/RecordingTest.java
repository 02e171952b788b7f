package mm.conform.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Optional;
import mm.api.AddressRange;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.conform.script.Hints.Nesting;
import mm.spi.PageSource;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private final Recording recording = new Recording();
  private final GuestTables tables = new GuestTables(PageSource.NONE, AddressRange.page(0));
  private final Recording.Listener listener = recording.listener("s1", World.FIRST, tables);

  private static InvalidationRange range(long from, long to) {
    InvalidationRange range = mock(InvalidationRange.class);
    AddressRange bounds = new AddressRange(from * 4096, to * 4096);
    when(range.start()).thenReturn(bounds.start());
    when(range.end()).thenReturn(bounds.end());
    when(range.toRange()).thenReturn(bounds);
    when(range.event()).thenReturn(InvalidationEvent.CLEAR);
    return range;
  }

  @Test
  void shouldIgnoreWhatComesBeforeTheStart() {
    listener.start(range(0, 1));
    recording.start();
    assertEquals(0, recording.told().size());
    listener.start(range(0, 1));
    assertEquals(1, recording.told().size());
  }

  @Test
  void shouldAcceptNestedSections() {
    recording.start();
    listener.start(range(0, 8));
    listener.start(range(2, 3));
    listener.end(range(2, 3));
    listener.end(range(0, 8));
    assertEquals(Optional.empty(), recording.fault());
    assertEquals(Nesting.FLAT, recording.told().get(0).hints().nesting());
    assertEquals(Nesting.NESTED, recording.told().get(1).hints().nesting());
  }

  @Test
  void shouldCatchAStartWithoutEnd() {
    listener.start(range(0, 1));
    assertEquals(Optional.of("no end for the start of [0x0, 0x1000) at s1"), recording.fault());
  }

  @Test
  void shouldCatchAnEndWithoutStart() {
    listener.end(range(0, 1));
    assertEquals(Optional.of("an end without a start of [0x0, 0x1000) at s1"), recording.fault());
  }

  @Test
  void shouldCatchEndsOutOfOrder() {
    listener.start(range(0, 2));
    listener.start(range(1, 2));
    listener.end(range(0, 2));
    listener.end(range(1, 2));
    assertEquals(
        Optional.of("the end of [0x0, 0x2000) out of nesting order at s1"), recording.fault());
  }

  @Test
  void shouldNoteWhenAnotherProcessCausesIt() {
    recording.start();
    recording.runs("c1");
    listener.start(range(0, 1));
    assertEquals("other-process", recording.told().get(0).hints().context());
  }

  @Test
  void shouldRecordAges() {
    recording.start();
    listener.clearFlushYoung(null, 0, 4096);
    listener.clearYoung(null, 0, 4096);
    listener.testYoung(null, 4100);
    assertEquals(3, recording.told().size());
    assertEquals(8192, recording.told().get(2).end());
  }
}
