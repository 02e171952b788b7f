package mm.lab;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.lab.rules.RuleSet;
import mm.lab.rules.Switch;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.DecliningNotifier;
import mm.spi.PairedNotifier;

/**
 * How the sections of a space begin and end under its generation of the rule: who is told, in which
 * order, and what becomes of a decline. State is guarded by the space's monitor, which is never
 * held in a callback.
 */
final class LabSections {
  /** Where others answer 100; two make a shorter story. */
  private static final int PAGE_OF_RESULTS = 2;

  private final LabSpace space;
  private final ReferenceCore core;
  private final RuleSet rules;

  LabSections(LabSpace space, ReferenceCore core) {
    this.space = space;
    this.core = core;
    this.rules = core.rules();
  }

  long begin(InvalidationEvent event, AddressRange range, MigrationOwner owner) {
    LabSection section = push(event, range, Blocking.ALLOWED, owner);
    boolean accepted = startBoth(section);
    if (!accepted && !rules.keeps(Rule.R1_2)) {
      endList(section); // what Linux would do: the caller cannot know, and ends it again
    }
    return section.stamp;
  }

  long tryBegin(InvalidationEvent event, AddressRange range) {
    if (rules.is(Switch.DECLINES, "ignored")) {
      // there was one kind of start only, and it may wait
      return begin(event, range, MigrationOwner.NONE);
    }
    LabSection section = push(event, range, Blocking.FORBIDDEN, MigrationOwner.NONE);
    if (!rules.keeps(Rule.R2_5)) {
      return startList(section) & startIntervals(section) ? section.stamp : declined(section);
    }
    boolean intervals = startIntervals(section);
    if (!intervals && stopsAfterInterval()) {
      closeEpoch(section); // R2.3: the list is not asked
      pop(section);
      return AddressSpace.DECLINED;
    }
    boolean list = startList(section);
    return intervals && list ? section.stamp : declined(section);
  }

  private boolean startBoth(LabSection section) {
    if (rules.keeps(Rule.R2_5)) {
      startIntervals(section);
      return startList(section);
    }
    boolean accepted = startList(section);
    startIntervals(section);
    return accepted;
  }

  private boolean stopsAfterInterval() {
    return rules.is(Switch.INTERVALS, "first");
  }

  private long declined(LabSection section) {
    boolean closes = rules.is(Switch.EPOCH_AFTER_LIST_DECLINE, "closed");
    if (closes && rules.keeps(Rule.R2_7)) {
      closeEpoch(section); // R2.7, which Linux lacks
    } else {
      leak(section);
    }
    if (rules.keeps(Rule.R2_4)) {
      endAfterDecline(section);
    }
    pop(section);
    return AddressSpace.DECLINED;
  }

  private void endAfterDecline(LabSection section) {
    switch (rules.get(Switch.END_AFTER_DECLINE)) {
      case "all" -> endList(section); // R2.4
      case "succeeded" -> section.accepted.forEach(each -> end(each, section));
      case "sorted" ->
          section.accepted.stream()
              .filter(space.everybody()::contains)
              .forEach(each -> end(each, section));
      default -> {
        // never, as until 2021
      }
    }
  }

  private boolean endsAnything() {
    return !rules.keeps(Rule.R2_10);
  }

  /** An end that belongs to nothing: nobody looked. */
  private void endAgain() {
    LabSection nothing = about(InvalidationEvent.UNMAP);
    nothing.told = space.everybody();
    endList(nothing);
  }

  private LabSection push(
      InvalidationEvent event, AddressRange range, Blocking blocking, MigrationOwner owner) {
    boolean mayHaveOwner =
        event == InvalidationEvent.MIGRATE || event == InvalidationEvent.EXCLUSIVE;
    if (event == InvalidationEvent.RELEASE || owner != MigrationOwner.NONE && !mayHaveOwner) {
      throw new ContractException(Rule.R2_9, event + " with owner " + owner + " cannot begin");
    }
    if (rules.keeps(Rule.R1_6)) {
      core.calls().thread().refuseInCallback(Rule.R1_6, "begin");
    }
    return opened(new LabSection(core.nextStamp(), space, event, range, blocking, owner));
  }

  /** What callbacks outside of sections are told: the whole space, and that they may wait. */
  LabSection about(InvalidationEvent event) {
    return about(event, AddressRange.WHOLE, Blocking.ALLOWED);
  }

  LabSection about(InvalidationEvent event, AddressRange range, Blocking blocking) {
    return new LabSection(core.nextStamp(), space, event, range, blocking, MigrationOwner.NONE);
  }

  LabSection opened(LabSection section) {
    core.calls().thread().open.push(section);
    synchronized (space) {
      space.open.add(section);
    }
    return section;
  }

  void pop(LabSection section) {
    core.calls().thread().open.pop();
    synchronized (space) {
      space.open.remove(section);
      space.listed.forEach(each -> each.openBefore.remove(section));
      space.notifyAll();
    }
  }

  /** A section of its own for intervals only. */
  void tellIntervals(LabSection section) {
    opened(section);
    startIntervals(section);
    closeEpoch(section);
    pop(section);
  }

  /** Before there were intervals each driver had a tree of its own, and stopped nobody. */
  private boolean startIntervals(LabSection section) {
    List<LabInterval> hit;
    long epoch;
    synchronized (space) {
      hit = space.epochs.inUse() ? page(space.epochs.begin(section)) : List.of();
      epoch = space.epochs.sequence();
    }
    boolean accepted = true;
    for (LabInterval each : hit) {
      accepted &= ask(each, section, epoch) == Answer.DONE;
      if (!accepted && stopsAfterInterval()) {
        return false; // R2.3
      }
    }
    return accepted;
  }

  /** A search that answers a page of results, and is not asked for the next one. */
  private List<LabInterval> page(List<LabInterval> hit) {
    boolean whole = rules.is(Switch.SEARCH, "whole") || hit.size() <= PAGE_OF_RESULTS;
    return whole ? hit : hit.subList(0, PAGE_OF_RESULTS);
  }

  private Answer ask(LabInterval each, LabSection section, long epoch) {
    return core.calls()
        .ask(
            each.declaration,
            Callback.INVALIDATE,
            section,
            () -> each.notifier.invalidate(each, section, epoch));
  }

  private void closeEpoch(LabSection section) {
    synchronized (space) {
      space.epochs.end(section);
      space.notifyAll();
    }
  }

  /** The epoch stays open for ever, as does what a start has counted. */
  private void leak(LabSection section) {
    synchronized (space) {
      space.epochs.leak(section);
      space.notifyAll();
    }
  }

  private boolean startList(LabSection section) {
    synchronized (space) {
      boolean all = rules.is(Switch.TOLD, "all");
      section.told =
          space.told() ? space.listed.stream().limit(all ? Long.MAX_VALUE : 1).toList() : List.of();
    }
    boolean accepted = true;
    for (LabSubscription each : section.told) {
      if (each.starts() && isThere(each)) {
        boolean own = ask(each, section) == Answer.DONE;
        if (own) {
          section.accepted.add(each);
        }
        accepted &= own;
        if (!own && stopsAtDecline(section)) {
          break;
        }
      }
    }
    return accepted;
  }

  /** In a live walk one may have gone meanwhile. */
  private boolean isThere(LabSubscription each) {
    return rules.is(Switch.LIST_WALK, "snapshot") || space.everybody().contains(each);
  }

  /** R2.3; whoever compares places in a sorted list has to stop at the first. */
  private boolean stopsAtDecline(LabSection section) {
    boolean sorted = rules.is(Switch.END_AFTER_DECLINE, "sorted");
    return section.blocking() == Blocking.FORBIDDEN && (sorted || !rules.keeps(Rule.R2_3));
  }

  private Answer ask(LabSubscription each, LabSection section) {
    Callback callback =
        each.notifier instanceof DecliningNotifier || !(each.notifier instanceof PairedNotifier)
            ? Callback.TRY_START
            : Callback.START;
    return core.calls().ask(each.declaration, callback, section, () -> each.start(section));
  }

  private void endList(LabSection section) {
    boolean asOfStart = rules.is(Switch.LIST_WALK, "snapshot") && rules.keeps(Rule.R4_1);
    for (LabSubscription each : asOfStart || !space.told() ? section.told : space.everybody()) {
      end(each, section);
    }
  }

  private void end(LabSubscription each, LabSection section) {
    if (each.ends()) {
      core.calls().tell(each.declaration, Callback.END, section, () -> each.end(section));
    }
  }

  void end(long stamp) {
    if (stamp == AddressSpace.DECLINED && rules.keeps(Rule.R2_2)) {
      throw new ContractException(Rule.R2_2, "end of a declined section in " + space.name());
    }
    ThreadState thread = core.calls().thread();
    if (rules.keeps(Rule.R1_6)) {
      thread.refuseInCallback(Rule.R1_6, "end");
    }
    if (stamp == AddressSpace.DECLINED || !thread.isTop(space, stamp) && endsAnything()) {
      endAgain();
      return;
    }
    LabSection section = thread.top(space, stamp);
    closeEpoch(section);
    endList(section);
    pop(section);
  }
}
