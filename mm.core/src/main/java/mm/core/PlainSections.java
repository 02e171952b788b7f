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
 * by one of the space, which holds the list only when all of that is true ({@link #plainList}). One
 * subscriber, the usual number, is told without a loop: a loop keeps a dozen values across each
 * call. What the space needs on this way is its own, see {@link UnannouncedSections}.
 *
 * <p>A section is told and ended here as long as the list is the one that was found first. It is no
 * other space's, so the section is one of this space; and nothing unusual was begun inside of it,
 * such as a section that nobody is told of.
 */
abstract class PlainSections extends UnannouncedSections {
  final SectionRegistry sections;
  final ListDispatch dispatch;

  PlainSections(long spaceId, SectionRegistry sections, ListDispatch dispatch) {
    super(spaceId);
    this.sections = sections;
    this.dispatch = dispatch;
  }

  /** Begins any section. */
  abstract long announce(InvalidationEvent event, long start, long end, MigrationOwner owner);

  /** Ends any section that was announced. */
  abstract void announceEnd(long stamp);

  @Override
  public final long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    Misuse.check(event, start, end, owner);
    ListSnapshot list = plainList();
    if (list == ListSnapshot.EMPTY) {
      return beginsOutermost() ? outermost : beginSeldom(event, start, end, owner);
    }
    return list != null
        ? beginPlain(list, event, start, end, owner)
        : announce(event, start, end, owner);
  }

  private long beginSeldom(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    long stamp = beginSeldom();
    return stamp != DECLINED ? stamp : announce(event, start, end, owner);
  }

  private long beginPlain(
      ListSnapshot list, InvalidationEvent event, long start, long end, MigrationOwner owner) {
    ThreadSections thread = sections.current();
    if (!thread.idle()
        || owner != MigrationOwner.NONE
        || anyUnannounced()
        || Recorder.wantsAnything()) {
      return announce(event, start, end, owner);
    }
    Section section = thread.pushPlain(this, event, start, end);
    VarHandle.fullFence();
    if (plainList() != list) {
      thread.popPlain(section);
      return announce(event, start, end, owner);
    }
    section.uses(list);
    PairedNotifier only = list.onlyPaired;
    if (only != null) {
      startOne(thread, section, only);
    } else {
      dispatch.startPaired(thread, section, list.pairedStarters);
    }
    thread.toldPlain();
    return section.ownStamp();
  }

  private void startOne(ThreadSections thread, Section section, PairedNotifier only) {
    try {
      only.start(section);
    } catch (Throwable thrown) {
      dispatch.startThrew(0, thread, section, thrown);
    }
  }

  @Override
  public final void end(long stamp) {
    if (endsOutermost(stamp)) {
      return;
    }
    ThreadSections thread = sections.current();
    Section section = thread.outermost();
    ListSnapshot list = plainList();
    if (thread.hasPlain(section, stamp) && list == section.list) {
      endPlain(thread, section, list);
    } else if (isUnannounced(stamp)) {
      endUnannounced(stamp);
    } else {
      announceEnd(stamp);
    }
  }

  private void endPlain(ThreadSections thread, Section section, ListSnapshot list) {
    thread.enterPlainEnds();
    PairedNotifier only = list.onlyPaired;
    if (only != null) {
      endOne(thread, section, only);
    } else {
      dispatch.endPaired(thread, section, list.pairedEnders);
    }
    thread.popPlain(section);
  }

  private void endOne(ThreadSections thread, Section section, PairedNotifier only) {
    try {
      only.end(section);
    } catch (Throwable thrown) {
      dispatch.endThrew(0, thread, section, thrown);
    }
  }
}
