package mm.conform.play;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.conform.play.Arguments.Range;
import mm.conform.script.BadFieldException;
import mm.conform.script.Fields.Span;
import mm.machine.Advice;
import mm.machine.UserProcess;
import mm.spi.Access;

/** Operations of scripts that a replay or a soak has saved, most of them of its drivers. */
final class DriverOperations {
  private DriverOperations() {}

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("spawn", DriverOperations::spawn);
    all.put("heap_start", DriverOperations::heapStart);
    all.put("announce", DriverOperations::announce);
    all.put("driver_touch", step -> touch(step, DriverOperations::accessing));
    all.put("driver_exchange", step -> touch(step, DriverOperations::exchanging));
    all.put("driver_remove", step -> named(step, Drivers::remove));
    all.put("driver_install", step -> named(step, Drivers::install));
    all.put("driver_stop", step -> named(step, Drivers::stop));
    all.put("driver_start", step -> named(step, Drivers::start));
    all.put("driver_swap", step -> named(step, Drivers::swap));
    all.put("driver_quarantine", step -> named(step, Drivers::quarantine));
    all.put("driver_release", step -> named(step, Drivers::release));
    all.put("engine_swap", DriverOperations::swapEngine);
  }

  private static Action spawn(Arguments step) {
    String process = step.fields().text("process");
    return world -> {
      world.spawn(process);
      return Results.SUCCESS;
    };
  }

  private static Action heapStart(Arguments step) {
    long start = step.start();
    String process = step.process();
    return world -> {
      world.process(process).setHeapStart(start);
      return Results.SUCCESS;
    };
  }

  /** A section that was recorded without the operation that opened it; its pages go inside. */
  private static Action announce(Arguments step) {
    Range range = step.range();
    InvalidationEvent event =
        Arguments.word(InvalidationEvent.class, "event", step.fields().text("event"));
    boolean discards = step.fields().isOn("discard");
    String process = step.process();
    check(range);
    return world -> {
      UserProcess who = world.process(process);
      AddressSpace space = who.space();
      long end = range.start() + range.length();
      long section = space.begin(event, range.start(), end);
      try {
        if (discards) {
          who.madvise(range.start(), range.length(), Advice.DONTNEED);
        }
        space.flushSecondaryTlbs(range.start(), end);
      } finally {
        space.end(section);
      }
      return Results.SUCCESS;
    };
  }

  private static void check(Range range) {
    try {
      AddressRange.check(range.start(), range.start() + range.length());
    } catch (ContractException e) {
      throw new BadFieldException(e.getMessage());
    }
  }

  /** What devices do with a page. */
  private interface Use {
    String of(World world, UserProcess process, Optional<String> driver, long page, Access access);
  }

  private static String accessing(
      World world, UserProcess process, Optional<String> driver, long page, Access access) {
    return world.drivers().access(process, driver, page, access).name();
  }

  private static String exchanging(
      World world, UserProcess process, Optional<String> driver, long page, Access access) {
    world.drivers().exchange(process, driver, page, access);
    return Results.SUCCESS;
  }

  private static Action touch(Arguments step, Use use) {
    String region = step.fields().text("region");
    List<Span> spans = step.fields().spans("ranges");
    Access access = step.access();
    String process = step.process();
    Optional<String> driver = step.fields().optionalText("driver");
    return world -> {
      String result = Results.SUCCESS;
      for (Span span : spans) {
        for (long page = span.first(); page < span.end(); page++) {
          long address = step.address(region, page);
          result = use.of(world, world.process(process), driver, address, access);
        }
      }
      return result;
    };
  }

  private static Action swapEngine(Arguments step) {
    return world -> {
      world.drivers().swapEngine();
      return Results.SUCCESS;
    };
  }

  private static Action named(Arguments step, BiConsumer<Drivers, String> what) {
    String driver = step.fields().text("driver");
    return world -> {
      what.accept(world.drivers(), driver);
      return Results.SUCCESS;
    };
  }
}
