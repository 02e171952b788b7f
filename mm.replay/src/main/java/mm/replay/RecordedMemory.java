package mm.replay;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.replay.input.Advice;
import mm.replay.input.Call;
import mm.replay.input.CallResult;
import mm.replay.input.NotificationKind;
import mm.replay.input.RecordedEvent.Notified;
import mm.report.ScriptStep;

/**
 * A memory whose notifications were recorded. Its drivers are attached at the first of them: before
 * that the recorded process was not observed, and what changed was told to nobody.
 */
final class RecordedMemory implements Memory {
  private static final int TOUCHED_LIMIT = 64;

  private final RecordedWorld world;
  private final RecordedPages pages;
  private final AddressSpace space;
  private final List<TouchRange> touched = new ArrayList<>();
  private volatile List<Attachment> attached = List.of();
  private boolean observed;
  private long heapEnd;
  private CallSteps steps;

  RecordedMemory(RecordedWorld world, String name, RecordedPages pages) {
    this.world = world;
    this.pages = pages;
    space = world.core().createSpace(name, pages);
    steps = new CallSteps(name);
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public Memory fork(String name) {
    RecordedMemory copy = new RecordedMemory(world, name, pages.copy());
    copy.heapEnd = heapEnd;
    copy.steps = steps.forked(name);
    world.fleet().did(() -> ScriptStep.of("fork", space.name()).with("child", name));
    return copy;
  }

  @Override
  public void entered(Call call) {
    TouchRange range = changing(call);
    if (range != null) {
      pages.beginMotion(range.start(), range.end());
    }
  }

  @Override
  public void returned(Call call, CallResult result) {
    TouchRange range = changing(call);
    if (result instanceof CallResult.Succeeded succeeded) {
      steps.of(call, succeeded.value()).ifPresent(each -> world.fleet().did(() -> each));
      apply(call, succeeded.value());
    }
    if (range != null) {
      pages.endMotion(range.start()); // not before, or a device could look up what is about to go
    }
  }

  /** What a call takes away while it runs; null when it takes nothing, or nothing that is valid. */
  private TouchRange changing(Call call) {
    if (call instanceof Call.Munmap c) {
      return whole(c.address(), c.length());
    }
    if (call instanceof Call.Mmap c) {
      return c.flags().isReplacing() ? whole(c.address(), c.length()) : null;
    }
    if (call instanceof Call.Mprotect c) {
      return whole(c.address(), c.length());
    }
    if (call instanceof Call.Mremap c) {
      return whole(c.oldAddress(), Math.max(c.oldLength(), 1));
    }
    if (call instanceof Call.Brk c) {
      return 0 < c.address() && c.address() < heapEnd
          ? whole(c.address() + AddressRange.PAGE_SIZE - 1, heapEnd - c.address())
          : null;
    }
    return call instanceof Call.Madvise c ? whole(c.address(), c.length()) : null;
  }

  private static TouchRange whole(long address, long length) {
    long start = address & -AddressRange.PAGE_SIZE;
    long end = (address + length + AddressRange.PAGE_SIZE - 1) & -AddressRange.PAGE_SIZE;
    return start >= 0 && end > start ? new TouchRange(start, end) : null;
  }

  private void apply(Call call, long value) {
    if (call instanceof Call.Mmap c) {
      TouchRange range = whole(value, c.length());
      pages.map(range.start(), range.end(), c.protection());
      touch(range);
    } else if (call instanceof Call.Munmap c) {
      TouchRange range = whole(c.address(), c.length());
      pages.unmap(range.start(), range.end());
    } else if (call instanceof Call.Mprotect c && c.length() > 0) {
      TouchRange range = whole(c.address(), c.length());
      pages.protect(range.start(), range.end(), c.protection());
    } else if (call instanceof Call.Mremap c) {
      remap(c, value);
    } else if (call instanceof Call.Brk) {
      moveBreak((value + AddressRange.PAGE_SIZE - 1) & -AddressRange.PAGE_SIZE);
    } else if (call instanceof Call.Madvise c && c.advice().number() == Advice.DONTNEED) {
      TouchRange range = whole(c.address(), c.length());
      if (range != null) {
        pages.discard(range.start(), range.end());
      }
    }
  }

  private void remap(Call.Mremap call, long newAddress) {
    TouchRange now = whole(newAddress, call.newLength());
    long oldEnd = endOf(call);
    if (newAddress != call.oldAddress()) {
      boolean stays = call.flags().keepsOldRange() || call.oldLength() == 0;
      pages.move(call.oldAddress(), stays ? call.oldAddress() : oldEnd, now.start(), now.end());
    } else if (now.end() < oldEnd) {
      pages.unmap(now.end(), oldEnd);
    } else if (now.end() > oldEnd) {
      pages.move(oldEnd, oldEnd, oldEnd, now.end());
    }
    touch(now);
  }

  private static long endOf(Call.Mremap call) {
    return (call.oldAddress() + call.oldLength() + AddressRange.PAGE_SIZE - 1)
        & -AddressRange.PAGE_SIZE;
  }

  private void moveBreak(long newEnd) {
    if (heapEnd != 0 && newEnd > heapEnd) {
      pages.map(heapEnd, newEnd, RecordedWorld.READ_WRITE);
      touch(new TouchRange(heapEnd, newEnd));
    } else if (newEnd < heapEnd) {
      pages.unmap(newEnd, heapEnd);
    }
    heapEnd = newEnd;
  }

  @Override
  public void notified(Notified notification) {
    long end = notification.end() < 0 ? AddressRange.TOP : notification.end();
    if (notification.start() < 0 || notification.start() >= end) {
      return; // above what a program can map
    }
    observe();
    if (notification.kind() == NotificationKind.INVALIDATE) {
      invalidated(notification.initiator(), notification.start(), end);
    } else if (notification.kind() == NotificationKind.AGE) {
      space.clearFlushYoung(notification.start(), end);
    } else {
      space.testYoung(notification.start());
    }
  }

  private void observe() {
    if (!observed) {
      observed = true;
      attached = world.fleet().attach(space);
    }
  }

  private void invalidated(String initiator, long start, long end) {
    InvalidationEvent event = RecordedEvents.of(initiator);
    boolean judged = RecordedEvents.discards(initiator);
    if (!judged) {
      countNotJudged(start, end);
    }
    world.fleet().did(() -> announced(event, start, end, judged));
    world.sections().beginning(space, event, start, end);
    long section = space.begin(event, start, end);
    try {
      if (judged) {
        pages.discard(start, end);
      }
      space.flushSecondaryTlbs(start, end); // comes with every change, but is not recorded
    } finally {
      space.end(section);
    }
    if (judged) {
      check(new AddressRange(start, end), initiator + " " + AddressRange.text(start, end));
    }
    touch(new TouchRange(start, end));
  }

  private ScriptStep announced(InvalidationEvent event, long start, long end, boolean discard) {
    return ScriptStep.of("announce", space.name())
        .at(start)
        .with("bytes", end - start)
        .with("event", event.name())
        .with("discard", discard);
  }

  private void countNotJudged(long start, long end) {
    for (Attachment each : attached) {
      long[] held = new long[1];
      each.device()
          .translations(new AddressRange(start, end), (address, frame, rights) -> held[0]++);
      world.fleet().tally(each.driver()).notJudged(held[0]);
    }
  }

  @Override
  public void checkAll() {
    check(AddressRange.WHOLE, "the end of " + space.name());
  }

  private void check(AddressRange range, String operation) {
    for (Attachment each : attached) {
      each.device()
          .translations(
              range,
              (address, frame, rights) -> {
                if (!pages.leadsTo(address, frame)) {
                  world.fleet().stale(each.driver(), address, stale(address, operation));
                }
              });
    }
  }

  private String stale(long address, String operation) {
    return "stale: 0x"
        + Long.toHexString(address)
        + " in "
        + space.name()
        + " still leads to a discarded page after "
        + operation;
  }

  @Override
  public void exit() {
    checkAll();
    world.fleet().detached(attached);
    world.fleet().did(() -> ScriptStep.of("exit", space.name()));
    space.release();
    world.ended(space.name(), pages);
  }

  @Override
  public List<Attachment> attached() {
    return attached;
  }

  private void touch(TouchRange range) {
    if (observed && touched.size() < TOUCHED_LIMIT) {
      touched.add(range);
    }
  }

  @Override
  public PageData data() {
    return pages;
  }

  @Override
  public List<TouchRange> takeTouched() {
    List<TouchRange> taken = List.copyOf(touched);
    touched.clear();
    return taken;
  }

  @Override
  public TouchRange mapped(int choice) {
    return pages.mapped(choice);
  }
}
