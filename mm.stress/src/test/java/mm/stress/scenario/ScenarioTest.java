package mm.stress.scenario;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.api.InvalidationEvent.EXCLUSIVE;
import static mm.api.InvalidationEvent.MIGRATE;
import static mm.api.InvalidationEvent.UNMAP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.IntervalNotifier;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Those scenarios that the engine's own tests do not have. */
@Timeout(120)
class ScenarioTest {
  private static final long PAGE = AddressRange.PAGE_SIZE;
  private static final long TOP = AddressRange.TOP;
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");
  private static final Declaration CHOOSY = Declaration.declining("choosy");

  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("parent");
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final ExecutorService closer = Executors.newSingleThreadExecutor();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void stop() {
    other.shutdown();
    closer.shutdown();
  }

  private synchronized void hear(String line) {
    heard.add(line);
  }

  private synchronized List<String> taken() {
    List<String> taken = List.copyOf(heard);
    heard.clear();
    return taken;
  }

  private IntervalNotifier interval(String name, Answer whenForbidden) {
    return (its, range, sequence) -> {
      hear(name);
      its.setSequence(sequence);
      return range.blocking() == Blocking.FORBIDDEN ? whenForbidden : Answer.DONE;
    };
  }

  private IntervalSubscription listen(String name, long start, long end) {
    return space.subscribe(start, end, interval(name, Answer.DONE), QUIET);
  }

  private class Paired implements PairedNotifier {
    private final String name;

    Paired(String name) {
      this.name = name;
    }

    @Override
    public void start(InvalidationRange range) {
      hear(name + " start");
    }

    @Override
    public void end(InvalidationRange range) {
      hear(name + " end");
    }

    @Override
    public void release(AddressSpace its) {
      hear(name + " release");
    }
  }

  private void change(AddressSpace which, long start, long end) {
    which.end(which.begin(CLEAR, start, end));
  }

  private void assertRule(Rule rule, Executable misuse) {
    assertEquals(rule, assertThrows(ContractException.class, misuse).rule());
  }

  @Test
  void shouldLeaveNothingOpenWhenTheSecondOfThreeIntervalsDeclines_X6_R2_3() {
    space.subscribe(new Paired("list"), QUIET);
    IntervalSubscription first = listen("first", 0, PAGE);
    space.subscribe(PAGE, 2 * PAGE, interval("second", Answer.WOULD_BLOCK), CHOOSY);
    IntervalSubscription third = listen("third", 2 * PAGE, 3 * PAGE);
    assertEquals(AddressSpace.DECLINED, space.tryBegin(UNMAP, 0, 3 * PAGE));
    List<String> asked = taken();
    assertEquals("second", asked.get(asked.size() - 1), "nobody is asked after a decline");
    assertFalse(asked.contains("list start"));
    assertNotEquals(IntervalSubscription.TIMED_OUT, first.readBegin(0));
    assertNotEquals(IntervalSubscription.TIMED_OUT, third.readBegin(0));
    assertEquals(List.of(), space.openSections());
    third.close(); // would wait for an epoch
  }

  /** Ability to decline and to be told of the end exclude each other. */
  private final class DeclinesAndEnds extends Paired implements DecliningNotifier {
    DeclinesAndEnds() {
      super("both");
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      return Answer.DONE;
    }
  }

  @Test
  void shouldRefuseWhoDeclinesAndHasAnEnd_X9_R1_3() {
    assertRule(Rule.R1_3, () -> space.subscribe(new DeclinesAndEnds(), CHOOSY));
    assertFalse(space.hasNotifiers());
  }

  @Test
  void shouldRecordADeclineWhereItIsNotAllowedAndEndEverybodyOnce_X10_R1_2() {
    space.subscribe(new Paired("a"), QUIET);
    space.subscribe(
        new DecliningNotifier() {
          @Override
          public Answer tryStart(InvalidationRange range) {
            return Answer.WOULD_BLOCK;
          }

          @Override
          public void release(AddressSpace its) {}
        },
        CHOOSY);
    space.subscribe(new Paired("b"), QUIET);
    change(space, 0, PAGE);
    assertEquals(List.of("b start", "a start", "b end", "a end"), taken());
    assertEquals(Rule.R1_2, core.violations().get(0).rule());
    assertEquals(1, core.violations().get(0).count());
  }

  @Test
  void shouldTellEverybodyOfTheWholeSpace_X17() {
    listen("whole", 0, TOP);
    listen("first", 0, PAGE);
    listen("last", TOP - PAGE, TOP);
    space.subscribe(new Paired("list"), QUIET);
    change(space, 0, TOP);
    List<String> told = taken();
    assertEquals(5, told.size());
    assertTrue(told.containsAll(List.of("whole", "first", "last", "list start", "list end")));
  }

  @Test
  void shouldNotOverflowAtTheTop_X17_R2_9() {
    listen("last", TOP - PAGE, TOP);
    change(space, TOP - PAGE, TOP);
    assertEquals(List.of("last"), taken());
    change(space, TOP - 2 * PAGE, TOP - PAGE);
    change(space, 0, PAGE);
    assertEquals(List.of(), taken(), "it ends where the last page starts");
    change(space, 0, TOP - PAGE + PAGE);
    assertEquals(List.of("last"), taken());
    assertEquals(TOP / PAGE, AddressRange.WHOLE.pages());
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, TOP, TOP + PAGE));
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 0, Long.MAX_VALUE));
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 0, -1));
    assertEquals(List.of(), taken());
  }

  @Test
  void shouldStartAChildWithoutItsParentsSubscribers_X18() {
    Subscription list = space.subscribe(new Paired("list"), QUIET);
    IntervalSubscription interval = listen("interval", 0, PAGE);
    AddressSpace child = core.createSpace("child");
    assertFalse(child.hasNotifiers());
    change(child, 0, PAGE);
    child.release();
    assertEquals(List.of(), taken());
    assertSame(space, list.space());
    assertSame(space, interval.space());
    assertTrue(list.live());
    change(space, 0, PAGE);
    assertEquals(List.of("interval", "list start", "list end"), taken());
  }

  /** A device that knows its own migrations and keeps what it mapped for them. */
  private static final class Migrating implements IntervalNotifier {
    private final MigrationOwner own = MigrationOwner.named("device");
    private boolean mapped = true;

    @Override
    public Answer invalidate(IntervalSubscription its, InvalidationRange range, long sequence) {
      if (range.owner() == own) {
        return Answer.DONE;
      }
      its.setSequence(sequence);
      mapped = false;
      return Answer.DONE;
    }
  }

  private boolean keeps(InvalidationEvent event, MigrationOwner owner, Migrating device) {
    device.mapped = true;
    IntervalSubscription its = space.subscribe(0, PAGE, device, QUIET);
    long sequence = its.readBegin(0);
    space.end(space.begin(event, 0, PAGE, owner));
    assertEquals(device.mapped, !its.readRetry(sequence));
    its.close();
    return device.mapped;
  }

  @Test
  void shouldLetADeviceKeepWhatItMigratesItself_X19() {
    Migrating device = new Migrating();
    MigrationOwner namesake = MigrationOwner.named("device");
    assertTrue(keeps(MIGRATE, device.own, device), "own");
    assertTrue(keeps(EXCLUSIVE, device.own, device), "own");
    assertFalse(keeps(MIGRATE, namesake, device), "foreign, though of the same name");
    assertFalse(keeps(MIGRATE, MigrationOwner.NONE, device), "nobody's");
    assertFalse(keeps(CLEAR, MigrationOwner.NONE, device), "no migration");
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 0, PAGE, device.own));
  }

  @Test
  void shouldOnlyCostARetryWhenNothingChanges_X20() {
    IntervalSubscription reader = listen("reader", 0, PAGE);
    Subscription list = space.subscribe(new Paired("list"), QUIET);
    for (InvalidationEvent event : InvalidationEvent.values()) {
      if (event == InvalidationEvent.RELEASE) {
        continue;
      }
      long sequence = reader.readBegin(0);
      space.end(space.begin(event, 0, PAGE));
      assertTrue(reader.readRetry(sequence), "spurious, but a retry");
      assertFalse(reader.readRetry(reader.readBegin(0)), "the next attempt succeeds");
      assertEquals(List.of("reader", "list start", "list end"), taken());
    }
    assertTrue(list.settled());
    assertEquals(List.of(), core.violations());
  }

  private long beginElsewhere() {
    return CompletableFuture.supplyAsync(() -> space.begin(UNMAP, 0, PAGE), other).join();
  }

  private void endElsewhere(long section) {
    CompletableFuture.runAsync(() -> space.end(section), other).join();
  }

  @Test
  void shouldWaitForAnOpenPairWhenADriverIsRemovedAndKeepTheOthersWhole_X21_R4_3() {
    Subscription stays = space.subscribe(new Paired("stays"), QUIET);
    Subscription leaves = space.subscribe(new Paired("leaves"), QUIET);
    long section = beginElsewhere();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(leaves::close, closer);
    while (leaves.live()) {
      Thread.onSpinWait();
    }
    long inner = beginElsewhere(); // may or may not still tell the one that leaves
    endElsewhere(inner);
    assertFalse(closing.isDone(), "its pair is open");
    endElsewhere(section);
    closing.join();
    assertPaired("leaves", 1);
    assertEquals(2, assertPaired("stays", 2));
    taken();
    change(space, 0, PAGE);
    assertEquals(List.of("stays start", "stays end"), taken());
    stays.close();
  }

  private synchronized long assertPaired(String name, int atLeast) {
    long starts = heard.stream().filter((name + " start")::equals).count();
    assertEquals(starts, heard.stream().filter((name + " end")::equals).count());
    assertTrue(starts >= atLeast);
    return starts;
  }

  @Test
  void shouldKeepAnotherDriversIntervalPairWholeWhenOneIsRemoved_X21_R3_5() {
    IntervalSubscription stays = listen("stays", 0, PAGE);
    IntervalSubscription leaves = listen("leaves", 0, PAGE);
    long section = beginElsewhere();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(leaves::close, closer);
    assertEquals(IntervalSubscription.TIMED_OUT, stays.readBegin(1_000_000));
    assertFalse(closing.isDone(), "the epoch is open");
    endElsewhere(section);
    closing.join();
    assertNotEquals(IntervalSubscription.TIMED_OUT, stays.readBegin(0));
    taken();
    change(space, 0, PAGE);
    assertEquals(List.of("stays"), taken());
  }
}
