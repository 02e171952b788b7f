package mm.core.registry;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.DriverStatus.State;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.core.OtherThread;
import mm.spi.Access;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PageSource;
import org.junit.jupiter.api.Test;

class DriverTableTest {
  private final NotifierCore core = NotifierCore.create();
  private final TestDriver driver = new TestDriver();

  /** Declares a callback that it does not have. */
  @DriverInfo(
      id = "liar",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end", "change-pte"},
      pages = "unpinned",
      hardware = "none",
      notifiers = TestDriver.TestNotifier.class)
  public static final class Liar implements NotifierDriver {
    @Override
    public Device attach(DriverContext context) {
      throw new AssertionError("never admitted");
    }
  }

  private static Rule rule(Admission admission) {
    return assertInstanceOf(Admission.Refused.class, admission).findings().get(0).rule();
  }

  @Test
  void shouldAdmitADriverOnce_R6_9() {
    assertInstanceOf(Admission.Admitted.class, core.drivers().admit(driver));
    assertEquals(Rule.R6_9, rule(core.drivers().admit(new TestDriver())));
    assertEquals(
        List.of(State.ADMITTED, State.REFUSED),
        core.drivers().list().stream().map(s -> s.state()).toList());
  }

  @Test
  void shouldRefuseWhatContradictsItself_R6_5() {
    Admission admission = core.drivers().admit(new Liar());
    assertEquals(Rule.R6_5, rule(admission));
    assertThrows(
        IllegalArgumentException.class, () -> core.drivers().attach("liar", core.createSpace("s")));
  }

  @Test
  void shouldRefuseAClassWithoutDeclaration_R6_1() {
    assertEquals(Rule.R6_1, rule(core.drivers().admit(context -> null)));
  }

  @Test
  void shouldDetachInOrderAndIsolateFailures() {
    core.drivers().admit(driver);
    AddressSpace space = core.createSpace("space");
    Attachment attachment = core.drivers().attach("test", space);
    space.end(space.begin(CLEAR, 0, 0x1000));
    attachment.close();
    attachment.close();
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("start", "end", "quiesce", "release", "detach"), driver.log);
    assertEquals(Rule.R1_8, core.violations().get(0).rule(), "detach threw");
  }

  @Test
  void shouldDetachWhenTheSpaceIsReleased() {
    core.drivers().admit(driver);
    AddressSpace space = core.createSpace("space");
    core.drivers().attach("test", space);
    assertEquals(1, core.drivers().list().get(0).attachments());
    space.release();
    assertEquals(List.of("release", "quiesce", "detach"), driver.log);
    assertEquals(0, core.drivers().list().get(0).attachments());
    assertThrows(ContractException.class, () -> core.drivers().attach("test", space));
  }

  @Test
  void shouldDetachFromEverywhereWhenRetired() {
    core.drivers().admit(driver);
    core.drivers().attach("test", core.createSpace("one"));
    core.drivers().attach("test", core.createSpace("two"));
    core.drivers().retire("test");
    assertEquals(2, driver.log.stream().filter("detach"::equals).count());
    assertEquals(List.of(), core.drivers().list());
  }

  @Test
  void shouldTakeBackWhatAFailedAttachLeft_R6_12() {
    driver.failure = new IllegalStateException("planted");
    core.drivers().admit(driver);
    AddressSpace space = core.createSpace("space");
    ContractException thrown =
        assertThrows(ContractException.class, () -> core.drivers().attach("test", space));
    assertEquals(Rule.R6_12, thrown.rule());
    assertTrue(!space.hasNotifiers());
  }

  @Test
  void shouldRefuseSubscribingAnUndeclaredClass_R6_10() {
    core.drivers().admit(driver);
    core.drivers().attach("test", core.createSpace("space"));
    assertEquals(
        Rule.R6_10,
        assertThrows(ContractException.class, () -> driver.context.subscribe(space -> {})).rule());
  }

  @Test
  void shouldShowPagesOnlyAfterOlderSectionsEnded_R4_2() {
    PageSource pages = mock(PageSource.class);
    when(pages.snapshot(anyLong())).thenReturn(Page.present(1, Access.READ));
    when(pages.fault(anyLong(), any())).thenReturn(Page.present(1, Access.READ));
    AddressSpace space = core.createSpace("space", pages);
    core.drivers().admit(driver);
    try (OtherThread other = new OtherThread()) {
      long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
      core.drivers().attach("test", space);
      assertEquals(Page.BUSY, driver.context.pages().snapshot(0));
      verifyNoMoreInteractions(pages);
      other.run(() -> space.end(section));
    }
    assertEquals(1, driver.context.pages().fault(0, Access.READ).frame());
    verify(pages).fault(0, Access.READ);
  }
}
