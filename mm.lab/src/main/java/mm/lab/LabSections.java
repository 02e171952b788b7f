package mm.lab;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.PairedNotifier;

/**
 * How the sections of a space begin and end under its generation of the rule: who is told, in which
 * order, and what becomes of a decline. State is guarded by the space's monitor, which is never
 * held in a callback.
 */
final class LabSections {
  private final LabSpace space;
  private final ReferenceCore core;
  private final Generation generation;

  LabSections(LabSpace space, ReferenceCore core) {
    this.space = space;
    this.core = core;
    this.generation = core.generation();
  }

  long begin(InvalidationEvent event, AddressRange range, MigrationOwner owner) {
    LabSection section = push(event, range, Blocking.ALLOWED, owner);
    startIntervals(section);
    startList(section);
    return section.stamp;
  }

  long tryBegin(InvalidationEvent event, AddressRange range) {
    if (!generation.declines()) {
      // there was one kind of start only, and it may wait
      return begin(event, range, MigrationOwner.NONE);
    }
    LabSection section = push(event, range, Blocking.FORBIDDEN, MigrationOwner.NONE);
    boolean intervals = startIntervals(section);
    if (!intervals && generation.hasIntervals()) {
      closeEpoch(section); // R2.3: the list is not asked
      pop(section);
      return AddressSpace.DECLINED;
    }
    boolean list = startList(section);
    return intervals && list ? section.stamp : declined(section);
  }

  private long declined(LabSection section) {
    if (generation == Generation.PAIRED) {
      closeEpoch(section); // R2.7, which Linux lacks
      endList(section); // R2.4
    } else {
      leak(section);
    }
    pop(section);
    return AddressSpace.DECLINED;
  }

  private LabSection push(
      InvalidationEvent event, AddressRange range, Blocking blocking, MigrationOwner owner) {
    boolean mayHaveOwner =
        event == InvalidationEvent.MIGRATE || event == InvalidationEvent.EXCLUSIVE;
    if (event == InvalidationEvent.RELEASE || owner != MigrationOwner.NONE && !mayHaveOwner) {
      throw new ContractException(Rule.R2_9, event + " with owner " + owner + " cannot begin");
    }
    core.calls().thread().refuseInCallback(Rule.R1_6, "begin");
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
      hit = space.epochs.inUse() ? space.epochs.begin(section) : List.of();
      epoch = space.epochs.sequence();
    }
    boolean accepted = true;
    for (LabInterval each : hit) {
      accepted &= ask(each, section, epoch) == Answer.DONE;
      if (!accepted && generation.hasIntervals()) {
        return false; // R2.3
      }
    }
    return accepted;
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
      section.told = generation == Generation.OFF ? List.of() : List.copyOf(space.listed);
    }
    boolean accepted = true;
    for (LabSubscription each : section.told) {
      if (each.starts()) {
        accepted &= ask(each, section) == Answer.DONE;
      }
    }
    return accepted;
  }

  private Answer ask(LabSubscription each, LabSection section) {
    Callback callback =
        each.notifier instanceof PairedNotifier ? Callback.START : Callback.TRY_START;
    return core.calls().ask(each.declaration, callback, section, () -> each.start(section));
  }

  private void endList(LabSection section) {
    for (LabSubscription each : section.told) {
      if (each.ends()) {
        core.calls().tell(each.declaration, Callback.END, section, () -> each.end(section));
      }
    }
  }

  void end(long stamp) {
    if (stamp == AddressSpace.DECLINED) {
      throw new ContractException(Rule.R2_2, "end of a declined section in " + space.name());
    }
    ThreadState thread = core.calls().thread();
    thread.refuseInCallback(Rule.R1_6, "end");
    LabSection section = thread.top(space, stamp);
    closeEpoch(section);
    endList(section);
    pop(section);
  }
}
