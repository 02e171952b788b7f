package mm.deploy.lasting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engines come and go while sections are opened and a device is used. */
@Timeout(120)
class LastingStressTest {
  private static final int ENGINES = 20;
  private static final AddressRange PAGE = AddressRange.page(0);

  private final ExecutorService movers = Executors.newCachedThreadPool();
  private final LastingDispatcher lasting = new LastingDispatcher(movers);
  private final Memory memory = new Memory();
  private final LongAdder stale = new LongAdder();
  private final LongAdder sections = new LongAdder();
  private final LongAdder made = new LongAdder();
  private AddressSpace space;
  private Attachment mirror;
  private volatile boolean over;

  private NotifierCore arrive() {
    NotifierCore core = NotifierCore.create();
    core.drivers().admit(new MirrorDriver());
    lasting.arrived(core);
    return core;
  }

  /**
   * Whatever engine it was begun in: while a section is open nobody holds anything of its range.
   */
  private void change() {
    while (!over) {
      long outer = space.begin(InvalidationEvent.CLEAR, 0, 0x1000);
      long inner = space.begin(InvalidationEvent.CLEAR, 0, 0x1000);
      sections.increment();
      memory.change();
      Thread.yield();
      mirror.device().translations(PAGE, (address, frame, rights) -> stale.increment());
      space.end(inner);
      space.end(outer);
      Thread.yield(); // so that the device can make something
    }
  }

  private void use() {
    while (!over) {
      if (mirror.access(0, Access.READ) == AccessOutcome.MADE) {
        made.increment();
      }
    }
  }

  @Test
  void shouldLoseNoSectionWhileEnginesComeAndGo_R4_2() {
    NotifierCore core = arrive();
    space = lasting.createSpace("space", memory);
    mirror = lasting.drivers().attach("mirror", space);
    List<CompletableFuture<Void>> load = new ArrayList<>();
    load.add(CompletableFuture.runAsync(this::change, movers));
    load.add(CompletableFuture.runAsync(this::change, movers));
    load.add(CompletableFuture.runAsync(this::use, movers));
    for (int i = 0; i < ENGINES; i++) {
      core.close();
      lasting.gone(core);
      core = arrive();
      long before = made.sum();
      long begun = sections.sum();
      while (made.sum() == before || sections.sum() == begun) {
        Thread.yield(); // until the device works in this engine, and memory changes
      }
    }
    over = true;
    load.forEach(CompletableFuture::join);
    movers.shutdown();
    assertEquals(0, stale.sum());
    assertEquals(List.of(), core.violations());
  }
}
