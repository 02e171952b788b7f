package mm.deploy.lasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.api.Rule;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.PageSource;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * Spaces that outlive engines, one step at a time; {@link LastingStressTest} takes them at once.
 */
@Timeout(60)
class LastingSpaceTest {
  private final List<Runnable> moves = new ArrayList<>();
  private final LastingDispatcher lasting = new LastingDispatcher(moves::add);
  private final Memory memory = new Memory();

  private NotifierCore arrive() {
    NotifierCore core = NotifierCore.create();
    core.drivers().admit(new MirrorDriver());
    lasting.arrived(core);
    return core;
  }

  private void move() {
    List<Runnable> now = List.copyOf(moves);
    moves.clear();
    now.forEach(Runnable::run);
  }

  private void goneWith(NotifierCore core) {
    core.close();
    lasting.gone(core);
  }

  private AddressSpace space() {
    return lasting.createSpace("space", memory);
  }

  private static long begin(AddressSpace space) {
    return space.begin(InvalidationEvent.CLEAR, 0, 0x1000);
  }

  @Test
  void shouldMoveIntoTheNextEngineWithItsDrivers() {
    NotifierCore first = arrive();
    AddressSpace space = space();
    Attachment mirror = lasting.drivers().attach("mirror", space);
    assertEquals(AccessOutcome.MADE, mirror.access(0, Access.READ));
    goneWith(first);
    assertEquals(AccessOutcome.DETACHED, mirror.access(0, Access.READ));
    assertFalse(space.released());
    NotifierCore second = arrive();
    assertFalse(lasting.attended(), "nobody has moved it yet");
    move();
    assertTrue(lasting.attended());
    assertEquals(1, second.spaces().size());
    assertEquals(AccessOutcome.MADE, mirror.access(0, Access.READ), "faulted in again");
    long over = begin(space);
    space.end(over);
    space.release();
    assertTrue(space.released());
    assertThrows(ContractException.class, () -> space.end(over));
    space.end(begin(space)); // nobody is told, nothing is refused
    assertEquals(List.of(), lasting.spaces());
    assertEquals(List.of(), second.spaces());
  }

  @Test
  void shouldCountSectionsThatNobodyIsToldOf() {
    AddressSpace space = space();
    long outer = begin(space);
    long inner = space.tryBegin(InvalidationEvent.CLEAR, 0, 0x1000);
    arrive();
    CompletableFuture<Void> moved = CompletableFuture.runAsync(this::move, OwnThread.EACH);
    space.end(inner);
    assertFalse(lasting.attended());
    assertFalse(moved.isDone(), "a section is open that the engine does not know");
    space.end(outer);
    moved.join();
    assertTrue(lasting.attended());
    assertThrows(ContractException.class, () -> space.end(outer));
  }

  /** It would wait for the move, which waits for the section. */
  private void assertRefusedInside(AddressSpace space) {
    for (Executable each :
        List.<Executable>of(space::release, () -> lasting.drivers().attach("mirror", space))) {
      assertEquals(Rule.R2_8, assertThrows(ContractException.class, each).rule());
    }
  }

  @Test
  void shouldRefuseWhatWaitsForAMoveInsideASectionThatNobodyWasToldOf() {
    AddressSpace space = space();
    long section = begin(space);
    arrive();
    CompletableFuture<Void> moved = CompletableFuture.runAsync(this::move, OwnThread.EACH);
    assertRefusedInside(space);
    space.end(section);
    moved.join();
    lasting.drivers().attach("mirror", space);
    space.release();
  }

  @Test
  void shouldRefuseWhatWaitsForAMoveInsideASectionOfTheEngineThatGoes() {
    NotifierCore first = arrive();
    AddressSpace space = space();
    long section = begin(space);
    CompletableFuture<Void> gone =
        CompletableFuture.runAsync(() -> goneWith(first), OwnThread.EACH);
    while (lasting.attended()) {
      Thread.onSpinWait();
    }
    arrive();
    CompletableFuture<Void> moved = CompletableFuture.runAsync(this::move, OwnThread.EACH);
    assertRefusedInside(space);
    assertFalse(moved.isDone());
    space.end(section);
    gone.join();
    moved.join();
  }

  /** It asks for the lock before the other thread's release makes that a wait for itself. */
  @Test
  void shouldRefuseWhatWaitsForAReleaseThatWaitsForItsSection() {
    arrive();
    AddressSpace space = space();
    lasting.drivers().attach("mirror", space);
    long section = begin(space);
    CompletableFuture<Void> released = CompletableFuture.runAsync(space::release, OwnThread.EACH);
    assertRefusedInside(space);
    space.end(section);
    released.join();
    assertTrue(space.released());
  }

  /** What {@link Unattended} is for. */
  @Test
  void shouldLetNoDriverInWhileASectionIsOpenThatNobodyWasToldOf_R4_2() throws Exception {
    AddressSpace space = space();
    Attachment mirror = lasting.drivers().attach("mirror", space);
    long section = begin(space);
    arrive();
    Thread mover = new Thread(this::move);
    mover.start();
    while (mover.isAlive() && !waitsForSections(mover)) {
      Thread.onSpinWait();
    }
    assertTrue(mover.isAlive(), "moved while a section was open");
    assertFalse(space.hasOomUnsafeNotifiers(), "a driver that was not told of its start");
    assertEquals(AccessOutcome.DETACHED, mirror.access(0, Access.READ));
    memory.change();
    space.end(section);
    mover.join();
    assertTrue(space.hasOomUnsafeNotifiers());
    assertEquals(AccessOutcome.MADE, mirror.access(0, Access.READ));
  }

  private static boolean waitsForSections(Thread mover) {
    return Stream.of(mover.getStackTrace())
        .anyMatch(each -> each.getClassName().equals(Unattended.class.getName()));
  }

  @Test
  void shouldEndASectionWhereItWasBegun() {
    NotifierCore first = arrive();
    AddressSpace space = space();
    long old = begin(space);
    CompletableFuture<Void> gone =
        CompletableFuture.runAsync(() -> goneWith(first), OwnThread.EACH);
    while (lasting.attended()) {
      Thread.onSpinWait();
    }
    long between = begin(space);
    assertEquals(1, space.openSections().size(), "only the old one is the engine's");
    space.end(between);
    assertFalse(gone.isDone(), "it waits for the section that it has told of");
    space.end(old);
    gone.join();
    arrive();
    move();
    long next = begin(space);
    assertEquals(1, space.openSections().size());
    space.end(next);
    assertThrows(ContractException.class, () -> space.end(AddressSpace.DECLINED));
  }

  /** What the second look is for: the engine goes between the first one and the section. */
  @Test
  void shouldBeginAgainWhenTheEngineGoesMeanwhile() {
    NotifierCore core = NotifierCore.create();
    lasting.arrived(closingAt("begin", core));
    AddressSpace space = space();
    long section = begin(space);
    assertEquals(Unattended.STAMP, section);
    lasting.gone(core);
    arrive();
    CompletableFuture<Void> moved = CompletableFuture.runAsync(this::move, OwnThread.EACH);
    assertFalse(moved.isDone());
    space.end(section);
    moved.join();
  }

  private NotifierCore closingAt(String call, NotifierCore core) {
    return (NotifierCore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {NotifierCore.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(core, arguments);
              return answer instanceof AddressSpace made ? closingAt(call, core, made) : answer;
            });
  }

  private AddressSpace closingAt(String call, NotifierCore core, AddressSpace space) {
    return (AddressSpace)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {AddressSpace.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(call)) {
                core.close();
              }
              try {
                return method.invoke(space, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** The engine goes after it has made the space. */
  @Test
  void shouldStayUnattendedWhenTheEngineGoesAsItMovesIn() {
    NotifierCore core = NotifierCore.create();
    lasting.arrived(closingAt("subscribe", core));
    AddressSpace space = space();
    assertFalse(lasting.attended());
    space.end(begin(space));
    lasting.gone(core);
    arrive();
    move();
    assertTrue(lasting.attended());
  }

  @Test
  void shouldTellWhenToSubscribeAgain() {
    List<String> told = new ArrayList<>();
    lasting.whenAttended(each -> told.add(each.name() + each.hasOomUnsafeNotifiers()));
    NotifierCore first = arrive();
    AddressSpace space = space();
    lasting.drivers().attach("mirror", space);
    assertTrue(space.hasOomUnsafeNotifiers());
    goneWith(first);
    assertFalse(space.hasNotifiers());
    assertThrows(
        IllegalStateException.class, () -> space.subscribe(s -> {}, MirrorDriver.DECLARATION));
    arrive();
    move();
    assertEquals(List.of("spacefalse", "spacefalse"), told, "before its drivers");
  }

  @Test
  void shouldAttachWhatIsAdmittedLater() {
    NotifierCore first = arrive();
    Attachment mirror = lasting.drivers().attach("mirror", space());
    goneWith(first);
    NotifierCore second = NotifierCore.create();
    lasting.arrived(second);
    move();
    assertEquals(AccessOutcome.DETACHED, mirror.access(0, Access.READ));
    second.drivers().admit(new MirrorDriver());
    assertEquals(AccessOutcome.MADE, mirror.access(0, Access.READ));
    mirror.close();
    assertEquals(AccessOutcome.DETACHED, mirror.device().access(0, Access.READ));
  }

  /** The engine's stop waits for a section, and attaches nobody any more. */
  @Test
  void shouldAttachInTheNextEngineWhatIsAttachedWhileOneGoes() {
    NotifierCore first = arrive();
    AddressSpace busy = space();
    AddressSpace late = space();
    lasting.drivers().attach("mirror", busy);
    long section = begin(busy);
    CompletableFuture<Void> gone =
        CompletableFuture.runAsync(() -> goneWith(first), OwnThread.EACH);
    while (!first.drivers().list().isEmpty()) {
      Thread.onSpinWait();
    }
    Attachment mirror = lasting.drivers().attach("mirror", late);
    assertEquals(AccessOutcome.DETACHED, mirror.access(0, Access.READ));
    busy.end(section);
    gone.join();
    arrive();
    move();
    assertEquals(AccessOutcome.MADE, mirror.access(0, Access.READ));
  }

  /** Its hash is asked for when it is noted down: an engine comes at that moment. */
  private final class Observer implements CallbackObserver {
    private Runnable noted = () -> LastingSpaceTest.this.arrive();
    private int calls;

    @Override
    public int hashCode() {
      Runnable now = noted;
      noted = () -> {};
      now.run();
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public void called(
        String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
      calls++;
    }
  }

  @Test
  void shouldObserveAnEngineThatComesAtTheSameMoment() {
    Observer observer = new Observer();
    Observation observation = lasting.observe(observer);
    AddressSpace space = space();
    lasting.drivers().attach("mirror", space);
    space.end(begin(space));
    assertEquals(2, observer.calls, "one start, one end");
    observation.close();
    space.end(begin(space));
    assertEquals(2, observer.calls);
  }

  @Test
  void shouldNotMoveIntoAnEngineThatHasGone() {
    AddressSpace space = space();
    goneWith(arrive());
    move();
    assertFalse(lasting.attended());
    assertThrows(
        IllegalArgumentException.class, () -> lasting.drivers().attach("mirror", other(space)));
  }

  private static AddressSpace other(AddressSpace space) {
    return NotifierCore.create().createSpace(space.name(), PageSource.NONE);
  }
}
