package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.tck.support.Shown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Get and put: contexts share one notifier, which lives as long as any of them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GruContextsTest {
  private final NotifierCore core = NotifierCore.create();
  private final UserProcess process = new Machine(core).spawn("process");
  private final AddressSpace space = process.space();
  private final long page = process.mmap(MapRequest.anonymous(4096));
  private final Attachment attachment = attach();
  private final GruDevice gru = (GruDevice) attachment.device();
  private final GruContexts contexts = gru.contexts();

  private Attachment attach() {
    core.drivers().admit(new GruDriver());
    return core.drivers().attach("gru", space);
  }

  @AfterEach
  void shouldLeaveNothingBehind() {
    attachment.close();
    core.awaitFrees();
    assertFalse(space.hasNotifiers());
    assertEquals(0, contexts.count());
    assertEquals(List.of(), core.violations());
    core.close();
  }

  private void change() {
    space.end(space.begin(InvalidationEvent.CLEAR, page, page + 4096));
  }

  @Test
  void shouldShareOneNotifierBetweenContexts() {
    contexts.open();
    change();
    assertEquals(1, gru.counters().told());
    contexts.close();
    change();
    assertEquals(2, gru.counters().told());
  }

  @Test
  void shouldBeToldOfNothingWithoutAContext() {
    assertEquals(AccessOutcome.MADE, gru.access(page, Access.WRITE));
    contexts.close();
    core.awaitFrees();
    assertFalse(space.hasNotifiers());
    assertEquals(Map.of(), Shown.all(gru));
    change();
    assertEquals(0, gru.counters().told());
    assertEquals(AccessOutcome.REFUSED, gru.access(page, Access.READ));
  }

  @Test
  void shouldServeAgainWithANewContext() {
    contexts.close();
    contexts.open();
    assertTrue(space.hasNotifiers());
    assertEquals(AccessOutcome.MADE, gru.access(page, Access.WRITE));
    change();
    assertEquals(Map.of(), Shown.all(gru));
  }

  @Test
  void shouldCountOutWhatItCountedInThoughTheLastContextClosesInBetween() {
    long section = space.begin(InvalidationEvent.CLEAR, page, page + 4096);
    contexts.close();
    space.end(section);
    contexts.open();
    assertEquals(AccessOutcome.MADE, gru.access(page, Access.READ));
  }

  @Test
  void shouldCloseOnlyWhatIsOpen() {
    contexts.close();
    contexts.close();
    assertEquals(0, contexts.count());
  }
}
