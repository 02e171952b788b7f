package mm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.CoreOptions;
import mm.api.Finding;
import mm.api.InvalidationEvent;
import mm.api.Rule;
import mm.spi.Declaration;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.Mutex;
import mm.spi.WaitQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each event is provoked, recorded and read back. */
@Timeout(120)
class FlightRecordingTest {
  private static final long PAGE = 0x1000;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final Core core = new Core(CoreOptions.defaults());
  private final AddressSpace space = core.createSpace("app");
  private final TwoDrivers.Sharing driver = new TwoDrivers.Graphics();

  @BeforeEach
  void attach() {
    assertEquals(new Admission.Admitted("i915"), core.drivers().admit(driver));
    core.drivers().attach("i915", space);
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Object change() {
    space.end(space.begin(InvalidationEvent.UNMAP, PAGE, 2 * PAGE));
    return null;
  }

  private static RecordedEvent only(List<RecordedEvent> events) {
    assertEquals(1, events.size(), events::toString);
    return events.get(0);
  }

  @Test
  void shouldRecordASectionWithItsTime() throws Exception {
    driver.onStart = () -> spin(2_000_000);
    RecordedEvent section = only(Flight.of("mm.Section", this::change));
    assertEquals("app", section.getString("space"));
    assertEquals("UNMAP", section.getString("event"));
    assertEquals("[0x1000, 0x2000)", section.getString("range"));
    assertEquals("ALLOWED", section.getString("blocking"));
    assertEquals(Thread.currentThread().getName(), section.getThread().getJavaName());
    Duration half = Duration.ofMillis(1); // the recorder has a clock of its own
    assertTrue(section.getDuration().compareTo(half) > 0, section::toString);
  }

  private static void spin(long nanos) {
    long began = System.nanoTime();
    while (System.nanoTime() - began < nanos) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldRecordASlowCallback() throws Exception {
    driver.onStart = () -> spin(mm.core.flight.Recorder.SLOW_NANOS);
    RecordedEvent slow =
        only(
            Flight.of("mm.SlowCallback", this::change).stream()
                .filter(each -> each.getString("callback").equals("start"))
                .toList()); // on a busy machine the end may take as long
    assertEquals("i915", slow.getString("driver"));
    assertTrue(slow.getLong("ran") >= mm.core.flight.Recorder.SLOW_NANOS, slow::toString);
  }

  @Test
  void shouldRecordWhoDeclined() throws Exception {
    Declaration wary =
        new Declaration(
            "wary", MayBlock.WHEN_ALLOWED, MayDecline.WHEN_FORBIDDEN, MayAllocate.NEVER);
    space.subscribe(new Recorder().declining("wary"), wary);
    RecordedEvent declined =
        only(
            Flight.of("mm.Decline", () -> space.tryBegin(InvalidationEvent.CLEAR, PAGE, 2 * PAGE)));
    assertEquals("wary", declined.getString("driver"));
    assertEquals("[0x1000, 0x2000)", declined.getString("range"));
    assertEquals("app", declined.getString("space"));
  }

  @Test
  void shouldRecordAWaitThatIsForbidden_R1_1() throws Exception {
    Mutex lock = driver.context.mutex("lock");
    driver.onStart =
        () -> {
          lock.lock();
          lock.unlock();
        };
    RecordedEvent wait =
        only(
            Flight.of(
                "mm.ForbiddenWait",
                () -> {
                  space.end(space.tryBegin(InvalidationEvent.CLEAR, PAGE, 2 * PAGE));
                  return change(); // where it may wait
                }));
    assertEquals("i915", wait.getString("driver"));
    assertEquals("mutex i915.lock", wait.getString("port"));
    assertEquals("start of CLEAR [0x1000, 0x2000)", wait.getString("callback"));
    assertFalse(wait.getStackTrace().getFrames().isEmpty());
  }

  @Test
  void shouldRecordQuarantineAndRelease_R4_7() throws Exception {
    Finding why = new Finding(Rule.R4_7, "By hand.", "Release it.");
    RecordedEvent out =
        only(
            Flight.of(
                "mm.Quarantine",
                () -> core.drivers().quarantine("i915", why).toCompletableFuture().join()));
    assertEquals("i915", out.getString("driver"));
    assertEquals("By hand.", out.getString("why"));
    assertEquals("R4.7", out.getString("rule"));
    RecordedEvent in =
        only(
            Flight.of(
                "mm.Release", () -> core.drivers().release("i915").toCompletableFuture().join()));
    assertEquals(TwoDrivers.Graphics.class.getName(), in.getString("origin"));
  }

  @Test
  void shouldRecordADeadlockOnce() throws Exception {
    Mutex lock = driver.context.mutex("lock");
    WaitQueue idle = driver.context.waitQueue("idle");
    boolean[] done = new boolean[1];
    try (OtherThread left = new OtherThread();
        OtherThread right = new OtherThread()) {
      left.run(lock::lock);
      right.run(idle::wakeAll);
      CompletableFuture<Void> waiting = left.submit(() -> idle.await(() -> done[0], HOUR));
      CompletableFuture<Void> behind = right.submit(lock::lock);
      while (core.waitGraph().cycles().isEmpty()) {
        Thread.onSpinWait();
      }
      WaitSurvey survey = new WaitSurvey(core.waits().board(), 1);
      RecordedEvent deadlock =
          only(
              Flight.of(
                  "mm.Deadlock",
                  () -> {
                    survey.look(System.nanoTime() + 2);
                    return survey.look(System.nanoTime() + 2);
                  }));
      assertEquals("i915", deadlock.getString("drivers"));
      assertTrue(deadlock.getString("waits").contains("mutex i915.lock"), deadlock::toString);
      left.submit(lock::unlock);
      done[0] = true;
      idle.wakeAll();
      waiting.join();
      behind.join();
    }
  }

  @Test
  void shouldWantNothingWhileNobodyRecords() throws Exception {
    Flight.of("mm.Section", () -> true);
    assertEquals(null, mm.core.flight.Recorder.sectionBegun());
    assertFalse(mm.core.flight.Recorder.wantsCallbacks());
  }
}
