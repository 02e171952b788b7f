package mm.conform.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mm.api.AddressRange;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.api.InvalidationEvent;
import mm.conform.drivers.DriverJars;
import mm.conform.script.BadFieldException;
import mm.lab.Generation;
import mm.lab.ReferenceCore;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.ShadowChecker;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.NotifierDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of drivers and engine between two steps: with the witness, which is right. */
class ReplacementsTest {
  private static final String WITNESS = "witness";

  /** No engine takes one that declares nothing. */
  private static final class Undeclared implements NotifierDriver {
    @Override
    public Device attach(DriverContext context) {
      throw new IllegalStateException("it was refused");
    }
  }

  /** Has a copy of that class of its own. */
  private static final class OwnLoader extends ClassLoader {
    OwnLoader() {
      super(ReplacementsTest.class.getClassLoader());
    }

    NotifierDriver undeclared() {
      String name = Undeclared.class.getName();
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        Constructor<?> made = defineClass(name, bytes, 0, bytes.length).getDeclaredConstructor();
        made.setAccessible(true);
        return (NotifierDriver) made.newInstance();
      } catch (IOException | ReflectiveOperationException e) {
        throw new IllegalStateException(e); // it is written in this file
      }
    }
  }

  /** Counts how many times it was asked to load. */
  private static final class CountedJars implements DriverSource {
    private final DriverJars jars = new DriverJars(List.of());
    private Optional<NotifierDriver> instead = Optional.empty();
    private int loads;

    @Override
    public String bundle(String id) {
      return jars.bundle(id);
    }

    @Override
    public Function<String, NotifierDriver> load(String bundle) {
      loads++;
      Function<String, NotifierDriver> made = jars.load(bundle);
      return id -> instead.orElseGet(() -> made.apply(id));
    }
  }

  private final CountedJars source = new CountedJars();
  private Dispatcher core;
  private Drivers drivers;
  private UserProcess process;
  private long page;

  @BeforeEach
  void begin() {
    begin(new Engines(CoreOptions.defaults()));
  }

  private void begin(Dispatcher dispatcher) {
    core = dispatcher;
    Machine machine = new Machine(core);
    drivers = new Drivers(core, machine, new ShadowChecker(machine), source, List.of(WITNESS));
    machine.addListener(drivers);
    process = machine.spawn("p0");
    page = process.mmap(MapRequest.anonymous(AddressRange.PAGE_SIZE));
    assertEquals(AccessOutcome.MADE, access());
  }

  @AfterEach
  void end() {
    core.close();
  }

  private AccessOutcome access() {
    return drivers.access(process, Optional.of(WITNESS), page, Access.WRITE);
  }

  private void assertNothingBroken() {
    assertEquals(List.of(), drivers.breaches());
    assertEquals(List.of(), core.violations());
  }

  @Test
  void shouldSwapForAFreshlyLoadedCopyThatTakesOver() {
    int before = source.loads;
    drivers.swap(WITNESS);
    drivers.swap(WITNESS);
    assertEquals(before + 2, source.loads);
    assertEquals(AccessOutcome.HIT, access());
    assertNothingBroken();
  }

  @Test
  void shouldStartTheSameClassesAgain() {
    int before = source.loads;
    drivers.stop(WITNESS);
    access(); // by nobody
    drivers.start(WITNESS);
    assertEquals(before, source.loads);
    assertEquals(AccessOutcome.MADE, access());
    assertNothingBroken();
  }

  @Test
  void shouldInstallAnotherCopyWhereTheOneBeforeWas() {
    int before = source.loads;
    drivers.stop(WITNESS);
    drivers.install(WITNESS);
    assertEquals(before + 1, source.loads);
    assertEquals(AccessOutcome.MADE, access());
    assertNothingBroken();
  }

  @Test
  void shouldCallItAGapWhenADriverIsRemovedUnannounced() {
    drivers.remove(WITNESS);
    assertEquals(AccessOutcome.DETACHED, access());
    assertEquals(List.of(Breach.Kind.GAP), drivers.breaches().stream().map(Breach::kind).toList());
  }

  @Test
  void shouldCallItNoGapWhenADriverIsQuarantined() {
    drivers.quarantine(WITNESS);
    assertEquals(AccessOutcome.DETACHED, access());
    drivers.release(WITNESS);
    assertEquals(AccessOutcome.MADE, access());
    assertNothingBroken();
  }

  @Test
  void shouldLetSpacesOutliveTheEngine() {
    drivers.swapEngine();
    assertEquals(AccessOutcome.MADE, access());
    process.munmap(page, AddressRange.PAGE_SIZE);
    drivers.swapEngine();
    assertNothingBroken();
  }

  @Test
  void shouldKeepADriverQuarantinedInTheNextEngine() {
    drivers.quarantine(WITNESS);
    drivers.swapEngine();
    assertEquals(AccessOutcome.DETACHED, access());
    drivers.release(WITNESS);
    assertEquals(AccessOutcome.MADE, access());
    assertNothingBroken();
  }

  @Test
  void shouldSayThatASwapWasGivenUp() {
    drivers.quarantine(WITNESS);
    drivers.swap(WITNESS);
    List<Breach> found = drivers.breaches();
    assertEquals(Breach.Kind.GIVEN_UP, found.get(0).kind());
    assertTrue(found.get(0).text().contains("is quarantined"), found::toString);
  }

  /** Here this test keeps them. */
  @Test
  void shouldLookForTheClassesOfACopyThatWasRefused() {
    source.instead = Optional.of(new OwnLoader().undeclared());
    drivers.swap(WITNESS);
    assertTrue(drivers.breaches().get(0).text().contains("is not succeeded"));
    List<Breach> stay = drivers.classesThatStay();
    assertEquals(List.of(Breach.Kind.CLASSES), stay.stream().map(Breach::kind).toList());
    assertTrue(stay.get(0).text().startsWith("witness (load 2) is gone"), stay::toString);
    source.instead = Optional.empty();
    assertEquals(List.of(), drivers.classesThatStay());
  }

  @Test
  void shouldNotWaitForASectionThatNobodyEnds() {
    long open = process.space().begin(InvalidationEvent.CLEAR, page, page + AddressRange.PAGE_SIZE);
    drivers.swapEngine();
    assertEquals(Breach.Kind.UNBALANCED, drivers.breaches().get(0).kind());
    process.space().end(open);
  }

  @Test
  void shouldSwapNobodyUnderTheReferenceDispatcher() {
    core.close();
    begin(new ReferenceCore(Generation.PAIRED));
    assertThrows(BadFieldException.class, () -> drivers.swap(WITNESS));
    assertThrows(BadFieldException.class, () -> drivers.quarantine(WITNESS));
    assertThrows(BadFieldException.class, drivers::swapEngine);
    drivers.stop(WITNESS);
    drivers.start(WITNESS);
    assertEquals(AccessOutcome.MADE, access());
  }
}
