package mm.conform.play;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import mm.api.AddressRange;
import mm.conform.play.Arguments.Range;
import mm.conform.script.Fields.Span;
import mm.machine.FaultOutcome;
import mm.spi.Access;

/** Accesses to memory: by the CPU, through the process-memory file, by a guest. */
final class AccessOperations {
  /** The one content that scripts know. */
  private static final long SAME = 1;

  private AccessOperations() {}

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("touch", AccessOperations::touch);
    all.put("procmem_write", AccessOperations::forcedWrite);
    all.put("clear_refs", AccessOperations::clearRefs);
    all.put("memslot", AccessOperations::slot);
    all.put("guest_touch", AccessOperations::guestTouch);
  }

  private static Action touch(Arguments step) {
    List<AddressRange> ranges =
        step.fields().spans("ranges").stream()
            .filter(span -> span.first() < span.end())
            .map(span -> addresses(step, span))
            .toList();
    Access access = step.access();
    String process = step.process();
    boolean same = step.fields().optionalText("content").isPresent();
    if (same && access == Access.WRITE) {
      return world -> Results.of(each(ranges, page -> world.process(process).fill(page, SAME)));
    }
    return world -> Results.of(each(ranges, page -> world.process(process).touch(page, access)));
  }

  private static AddressRange addresses(Arguments step, Span span) {
    String region = step.fields().text("region");
    return new AddressRange(step.address(region, span.first()), step.address(region, span.end()));
  }

  /** One access per page, ascending; the first that fails is the last. */
  private static FaultOutcome each(List<AddressRange> ranges, LongFunction<FaultOutcome> one) {
    for (AddressRange range : ranges) {
      for (long page = range.start(); page < range.end(); page += Arguments.PAGE) {
        FaultOutcome outcome = one.apply(page);
        if (outcome != FaultOutcome.OK) {
          return outcome;
        }
      }
    }
    return FaultOutcome.OK;
  }

  private static Action forcedWrite(Arguments step) {
    Range range = step.range();
    String process = step.process();
    return world ->
        Results.ofTransfer(
            world.process(process).proc().forceWrite(range.start(), range.length()),
            range.length());
  }

  private static Action clearRefs(Arguments step) {
    int value = (int) Math.min(step.fields().number("value"), Integer.MAX_VALUE);
    String process = step.process();
    return world -> Results.of(world.process(process).proc().clearRefs(value));
  }

  private static Action slot(Arguments step) {
    Range range = step.range();
    long guest = step.pages("guest_page");
    String subscriber = step.fields().text("subscriber");
    return world -> {
      world.subscriber(subscriber).addSlot(new GuestSlot(guest, range.length(), range.start()));
      return Results.SUCCESS;
    };
  }

  private static Action guestTouch(Arguments step) {
    List<Span> spans = step.fields().spans("guest_ranges");
    Access access = step.access();
    String subscriber = step.fields().text("subscriber");
    return world -> guestTouch(world.subscriber(subscriber), spans, access);
  }

  private static String guestTouch(Subscriber subscriber, List<Span> spans, Access access) {
    for (Span span : spans) {
      for (long page = span.first(); page < span.end(); page++) {
        if (!subscriber.guestAccess(page * Arguments.PAGE, access)) {
          return "EFAULT";
        }
      }
    }
    return Results.SUCCESS;
  }
}
