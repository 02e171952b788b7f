package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.ShadowChecker;
import mm.machine.StaleTranslation;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A driver that comes while a section is open (R4.2), kept from translating and otherwise caught.
 */
@Timeout(120)
class NewcomerTest {
  private final NotifierCore core = NotifierCore.create();
  private final Machine machine = new Machine(core);
  private final ShadowChecker checker = new ShadowChecker(machine);
  private final UserProcess process = machine.spawn("p");
  private final long page = process.mmap(MapRequest.anonymous(0x1000));
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Holds a munmap up between the announcement and the change. */
  private CompletableFuture<Long> unmapHeldUp() throws InterruptedException {
    process.touch(page, Access.WRITE);
    process
        .space()
        .subscribe(
            new PairedNotifier() {
              @Override
              public void start(InvalidationRange range) {
                inside.countDown();
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void end(InvalidationRange range) {}

              @Override
              public void release(AddressSpace space) {}
            },
            Declaration.neverBlocking("holds-up"));
    CompletableFuture<Long> unmap =
        CompletableFuture.supplyAsync(
            () -> process.munmap(page, 0x1000), task -> new Thread(task).start());
    inside.await();
    return unmap;
  }

  private Attachment attach(TestDriver driver) {
    core.drivers().admit(driver);
    Attachment attachment = core.drivers().attach("test", process.space());
    checker.watch(process, "test", attachment.device());
    return attachment;
  }

  @Test
  void shouldCatchATranslationMadeInsideASectionThatWasOpenBefore_R4_2()
      throws InterruptedException {
    CompletableFuture<Long> unmap = unmapHeldUp();
    TestDriver eager = new TestDriver();
    eager.source =
        new FixedPage(process.pages().snapshot(page)); // not what its context would have given it
    Attachment attachment = attach(eager);
    assertEquals(AccessOutcome.MADE, attachment.device().access(page, Access.READ));
    goOn.countDown();
    assertEquals(0, unmap.join());
    List<StaleTranslation> findings = checker.findings();
    assertEquals(1, findings.size());
    assertEquals("test", findings.get(0).driver());
    assertEquals(page, findings.get(0).address());
    assertTrue(findings.get(0).operation().startsWith("munmap"), findings.toString());
  }

  @Test
  void shouldGiveTheDriverNothingUntilThatSectionHasEnded_R4_2() throws InterruptedException {
    CompletableFuture<Long> unmap = unmapHeldUp();
    Attachment attachment = attach(new TestDriver());
    assertEquals(AccessOutcome.BUSY, attachment.device().access(page, Access.READ));
    goOn.countDown();
    unmap.join();
    assertEquals(AccessOutcome.REFUSED, attachment.device().access(page, Access.READ));
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
  }
}
