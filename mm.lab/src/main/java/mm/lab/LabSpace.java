package mm.lab;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.OpenSection;
import mm.api.Rule;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.IntervalNotifier;
import mm.spi.MayBlock;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import mm.spi.OpportunisticNotifier;
import mm.spi.PageSource;
import mm.spi.PairedNotifier;

/**
 * One address space under one generation of the rule. Its monitor guards everything and is never
 * held in a callback; whoever waits, waits on it.
 */
final class LabSpace implements AddressSpace {
  private final ReferenceCore core;
  private final Generation generation;
  private final LabSections sections;
  private final LabAsides asides;
  private final long id;
  private final String name;
  final PageSource pages;

  final List<LabSubscription> listed = new ArrayList<>(); // newest first
  final Epochs epochs = new Epochs();
  final Set<LabSection> open = new LinkedHashSet<>();
  private final Map<NotifierFamily<?>, LabShared<?>> shared = new IdentityHashMap<>();
  private boolean released;

  LabSpace(ReferenceCore core, long id, String name, PageSource pages) {
    this.core = core;
    this.generation = core.generation();
    this.sections = new LabSections(this, core);
    this.asides = new LabAsides(this, core, sections);
    this.id = id;
    this.name = name;
    this.pages = pages;
  }

  /** Waits on the monitor, which the caller holds, until something holds; its last value. */
  boolean await(BooleanSupplier condition, long timeoutNanos) {
    long deadline = System.nanoTime() + timeoutNanos;
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      long left = timeoutNanos == Long.MAX_VALUE ? timeoutNanos : deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return condition.getAsBoolean();
  }

  @Override
  public long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    return sections.begin(event, new AddressRange(start, end), owner);
  }

  @Override
  public long tryBegin(InvalidationEvent event, long start, long end) {
    return sections.tryBegin(event, new AddressRange(start, end));
  }

  @Override
  public void end(long stamp) {
    sections.end(stamp);
  }

  @Override
  public Subscription subscribe(Notifier notifier, Declaration declaration) {
    check(notifier, declaration);
    core.calls().thread().refuseInside(this, "subscribe");
    LabSubscription added = new LabSubscription(this, notifier, declaration);
    synchronized (this) {
      refuseReleased("subscribe");
      added.openBefore.addAll(open);
      listed.add(0, added);
    }
    return added;
  }

  /** In every generation, though Linux looked only from 2021 on. */
  private void check(Notifier notifier, Declaration declaration) {
    int kinds = notifier instanceof PairedNotifier ? 1 : 0;
    kinds += notifier instanceof DecliningNotifier ? 1 : 0;
    kinds += notifier instanceof OpportunisticNotifier ? 1 : 0;
    if (kinds > 1) {
      throw new ContractException(Rule.R1_3, declaration.name() + " can decline and has an end");
    }
    if (notifier instanceof OpportunisticNotifier
        && generation != Generation.OPPORTUNISTIC
        && core.options().opportunistic() == CoreOptions.Opportunistic.REFUSED) {
      throw new ContractException(Rule.R6_11, declaration.name() + " is opportunistic");
    }
  }

  private void refuseReleased(String what) {
    if (released) {
      throw new ContractException(Rule.R4_4, what + " in released space " + name);
    }
  }

  void unsubscribe(LabSubscription gone) {
    core.calls().thread().refuseInside(this, "close of " + gone.declaration.name());
    releaseOnce(gone);
    takeOff(gone);
  }

  /** Takes it off the list and waits for the sections that told it of their start. */
  void takeOff(LabSubscription gone) {
    synchronized (this) {
      listed.remove(gone);
      Set<LabSection> users = Set.copyOf(open);
      await(() -> users.stream().noneMatch(open::contains), Long.MAX_VALUE);
    }
  }

  private void releaseOnce(LabSubscription gone) {
    synchronized (this) {
      if (gone.release != LabSubscription.Release.NOT_YET) {
        await(() -> gone.release == LabSubscription.Release.DONE, Long.MAX_VALUE);
        return;
      }
      gone.release = LabSubscription.Release.RUNNING;
    }
    if (generation != Generation.OFF) {
      LabSection about = sections.about(InvalidationEvent.CLEAR);
      core.calls()
          .tell(gone.declaration, Callback.RELEASE, about, () -> gone.notifier.release(this));
    }
    dropped(gone);
  }

  synchronized void dropped(LabSubscription gone) {
    gone.release = LabSubscription.Release.DONE;
    notifyAll();
  }

  @Override
  public IntervalSubscription subscribe(
      long start, long end, IntervalNotifier notifier, Declaration declaration) {
    AddressRange range = new AddressRange(start, end);
    core.calls().thread().refuseInCallback(Rule.R2_8, "subscribe");
    LabInterval added = new LabInterval(this, range, notifier, declaration);
    synchronized (this) {
      refuseReleased("subscribe");
      if (generation != Generation.OFF) {
        epochs.insert(added, open);
      }
    }
    return added;
  }

  void remove(LabInterval gone) {
    core.calls().thread().refuseInside(this, "close of interval " + gone.range);
    synchronized (this) {
      while (!epochs.remove(gone)) {
        long seen = epochs.sequence();
        await(() -> epochs.sequence() != seen || epochs.leaked(), Long.MAX_VALUE);
        if (epochs.leaked()) {
          neverEnds(gone, "close");
          epochs.removeAnyway(gone);
          break;
        }
      }
      notifyAll();
    }
  }

  /** In a leaked epoch Linux would wait for ever; here the timeout is over at once. */
  long readBegin(LabInterval reader, long timeoutNanos) {
    core.calls().thread().refuseInCallback(Rule.R2_8, "readBegin");
    synchronized (this) {
      long seen = reader.sequence;
      boolean over = await(() -> epochs.readable(reader) || epochs.leaked(), timeoutNanos);
      if (over && epochs.readable(reader)) {
        return seen;
      }
      if (over) {
        neverEnds(reader, "readBegin");
      }
      return IntervalSubscription.TIMED_OUT;
    }
  }

  private void neverEnds(LabInterval who, String doing) {
    core.calls()
        .record(
            Rule.R2_7,
            who.declaration.name(),
            name,
            doing,
            "would wait for ever: a section that a list subscriber declined left its epoch open");
  }

  @Override
  public <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    core.calls().thread().refuseInside(this, "acquire");
    synchronized (shared) {
      @SuppressWarnings("unchecked") // a family is mapped to what it made
      LabShared<N> present = (LabShared<N>) shared.get(family);
      if (present == null) {
        present = new LabShared<>(this, family);
        shared.put(family, present);
      }
      return present.reference();
    }
  }

  void giveBack(LabShared<?> given) {
    synchronized (shared) {
      if (given.drop()) {
        shared.remove(given.family, given);
        core.freeLater(given);
      }
    }
  }

  @Override
  public void release() {
    core.calls().thread().refuseInside(this, "release");
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
    }
    if (epochs.inUse()) {
      sections.tellIntervals(sections.about(InvalidationEvent.RELEASE));
    }
    everybody().forEach(this::releaseOnce);
    everybody().forEach(this::takeOff);
    core.forget(this);
  }

  synchronized List<LabSubscription> everybody() {
    return List.copyOf(listed);
  }

  @Override
  public void flushSecondaryTlbs(long start, long end) {
    asides.flushSecondaryTlbs(new AddressRange(start, end));
  }

  @Override
  public boolean clearFlushYoung(long start, long end) {
    return asides.clearFlushYoung(new AddressRange(start, end));
  }

  @Override
  public boolean clearYoung(long start, long end) {
    return asides.clearYoung(new AddressRange(start, end));
  }

  @Override
  public boolean testYoung(long address) {
    return asides.testYoung(AddressRange.page(address));
  }

  @Override
  public void changePte(long address, long frame) {
    asides.changePte(AddressRange.page(address), frame);
  }

  @Override
  public synchronized boolean hasNotifiers() {
    return generation != Generation.OFF && !(listed.isEmpty() && epochs.subscribed().isEmpty());
  }

  /** The second version of 5ff7091f5a2c: who has no invalidation callbacks does not count. */
  @Override
  public synchronized boolean hasBlockableNotifiers() {
    return generation != Generation.OFF
        && (listed.stream().anyMatch(LabSubscription::mayBlock)
            || epochs.subscribed().stream()
                .anyMatch(each -> each.declaration.blocking() != MayBlock.NEVER));
  }

  /** 4d4bbd8526a8 asked for notifiers of any kind; the contract asks for those that invalidate. */
  @Override
  public synchronized boolean hasOomUnsafeNotifiers() {
    boolean anyKind = generation.ordinal() <= Generation.SKIP_ALL.ordinal();
    return generation != Generation.OFF
        && (!epochs.subscribed().isEmpty()
            || listed.stream().anyMatch(each -> anyKind || each.invalidates()));
  }

  @Override
  public synchronized boolean released() {
    return released;
  }

  @Override
  public synchronized List<OpenSection> openSections() {
    return open.stream().map(LabSection::describe).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String toString() {
    return name;
  }
}
