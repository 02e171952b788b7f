package mm.lab.run;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.lab.result.LabEvent;
import mm.lab.rules.Switch;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Pages;

/** Opens and ends sections at the dispatcher, keeps the books, and turns refusals into findings. */
final class Dispatching {
  private final World world;

  Dispatching(World world) {
    this.world = world;
  }

  /** Null when it was declined or refused. */
  OpenSections.Open begin(
      SimSpace in,
      InvalidationEvent event,
      AddressRange range,
      Blocking blocking,
      MigrationOwner owner) {
    return begin(in, event, range, blocking, owner, range.start(), range.end());
  }

  /** A section of bytes, which need not be a range. */
  OpenSections.Open beginBytes(SimSpace in, long first, long end) {
    long page = AddressRange.PAGE_SIZE;
    AddressRange around =
        new AddressRange(
            Pages.BASE + first / page * page, Pages.BASE + (end + page - 1) / page * page);
    return begin(
        in,
        InvalidationEvent.CLEAR,
        around,
        Blocking.ALLOWED,
        MigrationOwner.NONE,
        Pages.BASE + first,
        Pages.BASE + end);
  }

  private OpenSections.Open begin(
      SimSpace in,
      InvalidationEvent event,
      AddressRange range,
      Blocking blocking,
      MigrationOwner owner,
      long start,
      long end) {
    world.course.step("begin " + event);
    awaitLeavers(in);
    if (!world.keeps(Rule.R2_6)) {
      awaitSections(in, "begin waits"); // one section at a time
    }
    touch(in);
    OpenSections.Open open = in.sections.push(range, announced(in));
    world.journal.mark(Journal.Mark.START);
    if (tellsNobody()) {
      return open;
    }
    String text = event + " " + World.text(range);
    world.journal.note(
        LabEvent.Kind.OPERATION, "", in.name, range, "announces " + text + how(blocking));
    try {
      open.stamp()[0] =
          blocking == Blocking.ALLOWED
              ? open.told().begin(event, start, end, owner)
              : open.told().tryBegin(event, start, end);
    } catch (ContractException e) {
      in.sections.remove(open);
      refused(e);
      return null;
    } catch (RuntimeException e) {
      // The rule that isolates drivers is switched off.
      in.sections.remove(open);
      world.journal.note(LabEvent.Kind.DECLINED, "", "the section breaks off: " + e.getMessage());
      return null;
    }
    touch(in);
    if (open.stamp()[0] == AddressSpace.DECLINED) {
      in.sections.remove(open);
      world.clocks.ended(in, open);
      world.changed(in);
      leak(in);
      world.journal.note(LabEvent.Kind.DECLINED, "", in.name, range, text + " is declined");
      return null;
    }
    world.journal.note(LabEvent.Kind.SECTION_BEGIN, "", in.name, range, text + " is open");
    return open;
  }

  private boolean tellsNobody() {
    return world.rules.is(Switch.ANNOUNCED, "never");
  }

  /** The space that hears of it: another one where announcements do not say which. */
  private AddressSpace announced(SimSpace in) {
    boolean apart = world.rules.is(Switch.SPACES, "told-apart");
    return (apart ? in : world.spaces.first()).space();
  }

  private static String how(Blocking blocking) {
    return blocking == Blocking.FORBIDDEN ? ", nobody may wait" : "";
  }

  private void leak(SimSpace in) {
    boolean closes = world.rules.is(Switch.EPOCH_AFTER_LIST_DECLINE, "closed");
    if (in.intervals && !(closes && world.rules.keeps(Rule.R2_7))) {
      world.course.touch("epochs of " + in.name, Touch.WRITE);
    }
  }

  void end(SimSpace in, OpenSections.Open open) {
    world.course.step("end");
    touch(in);
    world.journal.note(
        LabEvent.Kind.SECTION_END, "", in.name, open.range(), "ends " + World.text(open.range()));
    boolean ended = tellsNobody();
    try {
      if (!ended) {
        open.told().end(open.stamp()[0]);
      }
      ended = true;
    } catch (ContractException e) {
      refused(e);
    } catch (RuntimeException e) {
      world.journal.note(LabEvent.Kind.DECLINED, "", "the end breaks off: " + e.getMessage());
    }
    in.sections.remove(open);
    world.journal.mark(Journal.Mark.END);
    world.clocks.ended(in, open);
    touch(in);
    world.changed(in);
    if (ended) {
      world.oracle.check(in);
    }
  }

  void endAgain(SimSpace in, long stamp) {
    world.course.step("end again");
    touch(in);
    world.journal.note(LabEvent.Kind.SECTION_END, "", "ends a section that is not open");
    guarded(() -> in.space().end(stamp));
  }

  void flush(SimSpace in, AddressRange range) {
    world.course.touch("list of " + in.name, Touch.READ);
    if (in.space().hasNotifiers()) {
      world.course.step("flush");
      in.space().flushSecondaryTlbs(range.start(), range.end());
    }
  }

  /** Runs something that the contract may refuse. */
  boolean guarded(Runnable action) {
    try {
      action.run();
      return true;
    } catch (ContractException e) {
      refused(e);
      return false;
    }
  }

  private void refused(ContractException e) {
    world.journal.reports().add(e.rule().id());
    String why =
        e.getMessage().replaceAll("\\S*\\$Proxy\\d+", "its notifier"); // a number that changes
    world.journal.found(Outcome.REFUSED, "", "refused by " + why);
  }

  /**
   * Waits until no section is open, so that the dispatcher, called next, need not wait for those
   * that have begun meanwhile; who waits inside its own waits for ever. Nor does it begin while
   * somebody else takes drivers off the list, who may be in a release (R1.5).
   */
  void awaitSections(SimSpace in, String what) {
    String actor = world.course.actor();
    boolean once = world.keeps(Rule.R1_5);
    Waiting wait =
        new Waiting(
            what + " until the open sections of " + in.name + " have ended",
            () -> in.sections.isEmpty() && !(once && othersLeave(in, actor)),
            List.of("open sections of " + in.name, "list of " + in.name),
            () -> in.sections.isEmpty() ? List.copyOf(in.leavers) : in.sections.owners());
    world.course.await(wait, Long.MAX_VALUE);
  }

  /**
   * Somebody is taken off the list, and the dispatcher would wait for a section that begins now
   * where the lab cannot schedule: so it begins afterwards.
   */
  private void awaitLeavers(SimSpace in) {
    if (othersLeave(in, world.course.actor())) {
      world.course.await(
          new Waiting(
              "a driver to be off the list of " + in.name,
              in.leavers::isEmpty,
              List.of("list of " + in.name),
              () -> List.copyOf(in.leavers)),
          Long.MAX_VALUE);
    }
  }

  private static boolean othersLeave(SimSpace in, String actor) {
    return !in.leavers.isEmpty() && !in.leavers.contains(actor);
  }

  /** Runs something that takes drivers off the list. */
  void leaving(SimSpace in, Runnable action) {
    touchList(in);
    in.leavers.add(world.course.actor());
    try {
      action.run();
    } finally {
      in.leavers.remove(world.course.actor());
      touchList(in); // a release may have had steps of its own
    }
  }

  /** What the dispatcher looks at, or closes, on its way from one callback to the next. */
  void touchBetweenCallbacks(SimSpace in) {
    world.course.touch("list of " + in.name, Touch.READ);
    if (in.intervals) {
      world.course.touch("epochs of " + in.name, Touch.WRITE);
    }
  }

  /** Everybody leaves, or one does. */
  private void touchList(SimSpace in) {
    world.course.touch("list of " + in.name, Touch.WRITE);
    world.course.touch("open sections of " + in.name, Touch.READ);
  }

  private void touch(SimSpace in) {
    world.course.touch("open sections of " + in.name, Touch.ADD);
    world.course.touch("list of " + in.name, Touch.READ);
    world.course.touch("epochs of " + in.name, in.intervals ? Touch.WRITE : Touch.READ);
  }
}
