package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import drivers.gru.GruDriver;
import java.util.List;
import java.util.Map;
import mm.api.Attachment;
import mm.api.MigrationOwner;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Declaration;
import mm.spi.Look;
import mm.spi.PageSource;
import org.junit.jupiter.api.Test;

/** What a driver gets in a reference dispatcher is what it gets in the engine. */
class LabContextTest {
  private final ReferenceCore core = new ReferenceCore(Generation.PAIRED);
  private final UserProcess process = new Machine(core).spawn("process");
  private final long page = process.mmap(MapRequest.anonymous(4096));

  @Test
  void shouldGiveSharedNotifiersBackAtDetach() {
    core.drivers().admit(new GruDriver());
    Attachment gru = core.drivers().attach("gru", process.space());
    assertEquals(AccessOutcome.MADE, gru.device().access(page, Access.WRITE));
    gru.close();
    core.awaitFrees();
    assertFalse(process.space().hasNotifiers());
    assertEquals(List.of(), core.violations());
    process.exit();
    core.close();
  }

  @Test
  void shouldLetDriversLookAndTakeExclusiveAccess() {
    MigrationOwner owner = MigrationOwner.named("device");
    LabContext context =
        new LabContext(
            (LabSpace) process.space(), Declaration.neverBlocking("test"), core.calls(), Map.of());
    PageSource pages = context.pages();
    assertEquals(Look.Standing.ABSENT, pages.look(page, owner).standing());
    assertEquals(Access.WRITE, pages.makeExclusive(page, owner).rights());
    assertEquals(Look.Standing.FORBIDDEN, pages.look(page + 4096, owner).standing());
    process.exit();
    core.close();
  }
}
