package mm.conform.play;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mm.conform.play.Arguments.Range;
import mm.conform.script.Fields.Span;
import mm.machine.Errno;
import mm.machine.OomReaper;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * Operations that recordings do not have, for there were no such devices and no such pressure:
 * pins, memory of devices, background reclaim and the OOM killer.
 */
final class DeviceOperations {
  private DeviceOperations() {}

  /** Moves a range between the system and a device. */
  private interface Moving {
    void run(PageSource pages, long start, long end, DeviceRoom room);
  }

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("device_touch", DeviceOperations::touch);
    all.put("pin", DeviceOperations::pin);
    all.put("unpin", DeviceOperations::unpin);
    all.put("migrate_to_device", step -> moving(step, PageSource::migrateToDevice));
    all.put("migrate_to_system", step -> moving(step, PageSource::migrateToSystem));
    all.put("make_exclusive", DeviceOperations::makeExclusive);
    all.put("background_reclaim", DeviceOperations::reclaim);
    all.put("oom_kill", step -> DeviceOperations::kill);
  }

  /** What a guest does, without slots: a device that knows the addresses of the process. */
  private static Action touch(Arguments step) {
    String region = step.fields().text("region");
    List<Span> spans = step.fields().spans("ranges");
    Access access = step.access();
    String subscriber = step.fields().text("subscriber");
    return world -> {
      for (Span span : spans) {
        for (long page = span.first(); page < span.end(); page++) {
          if (!world.subscriber(subscriber).access(step.address(region, page), access)) {
            return Errno.EFAULT.name();
          }
        }
      }
      return Results.SUCCESS;
    };
  }

  private static Action pin(Arguments step) {
    Range range = step.range();
    Access access = step.access();
    String subscriber = step.fields().text("subscriber");
    return world -> {
      GuestTables tables = world.subscriber(subscriber).tables();
      for (long at = range.start(); at < range.start() + range.length(); at += Arguments.PAGE) {
        if (!tables.pin(at, access)) {
          return Errno.EFAULT.name();
        }
      }
      return Results.SUCCESS;
    };
  }

  private static Action unpin(Arguments step) {
    String subscriber = step.fields().text("subscriber");
    return world -> {
      world.subscriber(subscriber).tables().unpin();
      return Results.SUCCESS;
    };
  }

  private static Action moving(Arguments step, Moving how) {
    Range range = step.range();
    String process = step.process();
    String device = step.fields().text("device");
    return world -> {
      long end = range.start() + range.length();
      how.run(world.process(process).pages(), range.start(), end, world.device(device));
      return Results.SUCCESS;
    };
  }

  private static Action makeExclusive(Arguments step) {
    long address = step.start();
    String process = step.process();
    String device = step.fields().text("device");
    return world -> {
      PageSource pages = world.process(process).pages();
      Page page = pages.makeExclusive(address, world.device(device).owner());
      return page.isPresent() ? Results.SUCCESS : Errno.EFAULT.name();
    };
  }

  private static Action reclaim(Arguments step) {
    int pages = (int) Math.min(step.fields().number("pages"), Integer.MAX_VALUE);
    return world -> {
      world.machine().reclaim(pages);
      return Results.SUCCESS;
    };
  }

  /** Kills whom the OOM killer chooses, and reaps; the victim exits by a step of its own. */
  private static String kill(World world) {
    OomReaper reaper = new OomReaper(world.machine(), world.reaper());
    boolean killed = reaper.kill().victim().isPresent();
    reaper.run();
    return killed ? Results.SUCCESS : Errno.ESRCH.name();
  }
}
