package mm.core;

import java.lang.invoke.VarHandle;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.core.flight.Recorder;
import mm.spi.PairedNotifier;

/**
 * The sections of a space as most of them are: outermost on their thread, without an owner, told to
 * paired list subscribers, while no interval is in use, no guard is on and nobody watches. All
 * others are opened by the space itself, which can also end what was begun here.
 *
 * <p><b>Algorithm notes.</b> But for its fence, such a section costs what its instructions cost,
 * since processors predict the rest. So all that is unusual is asked for at once: by one word of
 * the thread ({@link ThreadSections}), which also tells that the open section was begun here, and
 * by one of the space, which holds the list only when all of that is true ({@link
 * CoreSpace#plainList}). One subscriber, the usual number, is told without a loop: a loop keeps a
 * dozen values across each call.
 */
final class PlainSections {
  private final CoreSpace space;
  private final SectionRegistry sections;
  private final UnannouncedSections unannounced;
  private final ListDispatch dispatch;

  PlainSections(
      CoreSpace space,
      SectionRegistry sections,
      UnannouncedSections unannounced,
      ListDispatch dispatch) {
    this.space = space;
    this.sections = sections;
    this.unannounced = unannounced;
    this.dispatch = dispatch;
  }

  /** Begins a section here if it is one of these, else by the space. */
  long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    ThreadSections thread = sections.current();
    if (!thread.idle()
        || owner != MigrationOwner.NONE
        || unannounced.any()
        || Recorder.wantsAnything()) {
      return space.announce(event, start, end, owner);
    }
    Section section = thread.pushPlain(space, event, start, end);
    VarHandle.fullFence();
    ListSnapshot list = space.plainList();
    if (list == null) {
      thread.popPlain(section);
      return space.announce(event, start, end, owner);
    }
    section.uses(list);
    start(thread, section);
    thread.toldPlain();
    return section.ownStamp();
  }

  private void start(ThreadSections thread, Section section) {
    PairedNotifier[] starters = section.pairedStarters;
    if (starters.length == 1) {
      startOne(thread, section, starters[0]);
    } else {
      dispatch.startPaired(thread, section, starters);
    }
  }

  private void startOne(ThreadSections thread, Section section, PairedNotifier only) {
    try {
      only.start(section);
    } catch (Throwable thrown) {
      dispatch.startThrew(0, thread, section, thrown);
    }
  }

  /** Ends a section here if it is one of these, else by the space. */
  void end(long stamp) {
    ThreadSections thread = sections.current();
    Section section = thread.outermost();
    if (!thread.hasPlain(section, stamp, space) || space.plainList() == null || unannounced.any()) {
      space.announceEnd(stamp);
      return;
    }
    thread.enterPlainEnds();
    end(section);
    thread.popPlain(section);
  }

  private void end(Section section) {
    PairedNotifier[] enders = section.pairedEnders;
    if (enders.length == 1) {
      endOne(section, enders[0]);
    } else {
      dispatch.endPaired(section, enders);
    }
  }

  private void endOne(Section section, PairedNotifier only) {
    try {
      only.end(section);
    } catch (Throwable thrown) {
      dispatch.endThrew(0, section, thrown);
    }
  }
}
