package mm.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.spi.Declaration;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;

/** What is done with the lab's ports the engine itself sees and reports. */
class EngineWatchingTest {
  private static final Declaration DRIVER =
      new Declaration("gpu", MayBlock.WHEN_ALLOWED, MayDecline.NEVER, MayAllocate.NEVER);
  private static final long END = AddressRange.PAGE_SIZE;

  private final NotifierCore core =
      NotifierCore.create(
          CoreOptions.defaults().withSectionLimit(Long.MAX_VALUE).withWaitLimit(Long.MAX_VALUE));
  private final AddressSpace space = core.createSpace("p");
  private final Watching watching = new EngineWatching(core, core.createSpace("ports"));

  /** Does something in its start. */
  private record InStart(Runnable action) implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {
      action.run();
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }

  private List<String> reported() {
    return core.violations().stream().map(each -> each.rule() + " " + each.subscriber()).toList();
  }

  @Test
  void shouldHaveTheEngineReportAWaitWhereWaitingIsForbidden() {
    space.subscribe(new InStart(() -> watching.aboutToWait(null, "lock obj")), DRIVER);
    space.end(space.begin(InvalidationEvent.CLEAR, 0, END));
    assertEquals(List.of(), reported(), "it may wait there");
    space.end(space.tryBegin(InvalidationEvent.CLEAR, 0, END));
    assertEquals(List.of("R1.1 gpu"), reported());
  }

  @Test
  void shouldHaveTheEngineReportLocksTakenInTwoOrders() {
    space.subscribe(
        new InStart(
            () -> {
              watching.locked("one");
              watching.locked("two");
              watching.unlocked("two");
              watching.unlocked("one");
            }),
        DRIVER);
    watching.locked("two");
    watching.locked("one");
    watching.unlocked("one");
    watching.unlocked("two");
    assertEquals(List.of(), reported(), "one order is one order");
    space.end(space.begin(InvalidationEvent.CLEAR, 0, END));
    assertEquals(List.of("R1.9 gpu"), reported());
  }
}
