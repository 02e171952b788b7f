package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import drivers.gru.GruDriver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.api.SharedSubscription;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Declaration;
import mm.spi.Look;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
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

  /** A shared notifier that does nothing; waits for frees in its own one. */
  private final class Awaiting implements NotifierFamily<Notifier> {
    private final AtomicReference<Rule> refused = new AtomicReference<>();

    @Override
    public Declaration declaration() {
      return Declaration.neverBlocking("awaiting");
    }

    @Override
    public Notifier allocate(AddressSpace where) {
      return gone -> {};
    }

    @Override
    public void free(Notifier notifier) {
      refused.set(assertThrows(ContractException.class, core::awaitFrees).rule());
    }
  }

  @Test
  void shouldRefuseToAwaitFreesInAFree_R2_8() {
    Awaiting family = new Awaiting();
    process.space().acquire(family).close();
    core.awaitFrees();
    assertEquals(Rule.R2_8, family.refused.get());
    core.close();
  }

  /** It would wait for the section of its own thread. */
  @Test
  void shouldRefuseToAwaitFreesInsideOnesOwnSection_R2_8() {
    AddressSpace space = process.space();
    long unheard = space.begin(InvalidationEvent.CLEAR, 0, 4096, MigrationOwner.NONE);
    core.awaitFrees();
    space.end(unheard);
    SharedSubscription<Notifier> shared = space.acquire(new Awaiting());
    long section = space.begin(InvalidationEvent.CLEAR, 0, 4096, MigrationOwner.NONE);
    shared.close();
    ContractException refused = assertThrows(ContractException.class, core::awaitFrees);
    assertEquals(Rule.R2_8, refused.rule());
    space.end(section);
    core.awaitFrees();
    assertFalse(space.hasNotifiers());
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
