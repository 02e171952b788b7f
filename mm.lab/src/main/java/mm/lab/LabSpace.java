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
import mm.lab.rules.RuleSet;
import mm.lab.rules.Switch;
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
  private final RuleSet rules;
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
    this.rules = core.rules();
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
    return sections.begin(event, range(start, end), owner);
  }

  @Override
  public long tryBegin(InvalidationEvent event, long start, long end) {
    return sections.tryBegin(event, range(start, end));
  }

  /** Who does not look at a range counts whole pages, and leaves out the one it ends in. */
  private AddressRange range(long start, long end) {
    long page = AddressRange.PAGE_SIZE;
    return rules.keeps(Rule.R2_9)
        ? new AddressRange(start, end)
        : new AddressRange(start / page * page, end / page * page);
  }

  @Override
  public void end(long stamp) {
    sections.end(stamp);
  }

  @Override
  public Subscription subscribe(Notifier notifier, Declaration declaration) {
    check(notifier, declaration);
    refuseInside("subscribe");
    LabSubscription added = new LabSubscription(this, notifier, declaration);
    synchronized (this) {
      refuseReleased("subscribe");
      if (rules.keeps(Rule.R4_2)) {
        added.openBefore.addAll(open);
      }
      listed.add(0, added);
    }
    return added;
  }

  private void refuseInside(String what) {
    if (rules.keeps(Rule.R2_8)) {
      core.calls().thread().refuseInside(this, what);
    }
  }

  /** In every generation, though Linux looked only from 2021 on. */
  private void check(Notifier notifier, Declaration declaration) {
    int kinds = notifier instanceof PairedNotifier ? 1 : 0;
    kinds += notifier instanceof DecliningNotifier ? 1 : 0;
    kinds += notifier instanceof OpportunisticNotifier ? 1 : 0;
    if (kinds > 1 && rules.keeps(Rule.R1_3) && !rules.is(Switch.DECLINE_WITH_END, "allowed")) {
      throw new ContractException(Rule.R1_3, declaration.name() + " can decline and has an end");
    }
    if (notifier instanceof OpportunisticNotifier
        && rules.is(Switch.MAY_FAIL, "off")
        && rules.keeps(Rule.R6_11)
        && core.options().opportunistic() == CoreOptions.Opportunistic.REFUSED) {
      throw new ContractException(Rule.R6_11, declaration.name() + " is opportunistic");
    }
    boolean another = listed.stream().anyMatch(LabSubscription::ends);
    if (rules.is(Switch.SEVERAL_ENDS, "refused") && another && ends(notifier)) {
      throw new ContractException(
          Rule.R6_10, declaration.name() + " would be the second with an end in " + name);
    }
  }

  private static boolean ends(Notifier notifier) {
    return notifier instanceof PairedNotifier || notifier instanceof OpportunisticNotifier;
  }

  private void refuseReleased(String what) {
    if (released && rules.keeps(Rule.R4_4)) {
      throw new ContractException(Rule.R4_4, what + " in released space " + name);
    }
  }

  void unsubscribe(LabSubscription gone) {
    refuseInside("close of " + gone.declaration.name());
    releaseOnce(gone);
    takeOff(gone);
  }

  /** Takes it off the list and waits for the sections that told it of their start. */
  void takeOff(LabSubscription gone) {
    synchronized (this) {
      listed.remove(gone);
      if (!rules.keeps(Rule.R4_3)) {
        return;
      }
      Set<LabSection> users = Set.copyOf(open);
      await(() -> users.stream().noneMatch(open::contains), Long.MAX_VALUE);
    }
  }

  private void releaseOnce(LabSubscription gone) {
    synchronized (this) {
      if (gone.release != LabSubscription.Release.NOT_YET && rules.keeps(Rule.R1_5)) {
        await(() -> gone.release == LabSubscription.Release.DONE, Long.MAX_VALUE);
        return;
      }
      gone.release = LabSubscription.Release.RUNNING;
    }
    if (told()) {
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
      if (rules.keeps(Rule.R3_1)) {
        refuseReleased("subscribe");
      }
      if (told() && !rules.keeps(Rule.R3_4)) {
        epochs.insertNow(added);
      } else if (told()) {
        epochs.insert(added, open);
      } else {
        added.sequence = 1; // nothing ever collides
      }
    }
    return added;
  }

  void remove(LabInterval gone) {
    refuseInside("close of interval " + gone.range);
    synchronized (this) {
      while (!epochs.remove(gone) && rules.keeps(Rule.R3_5)) {
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
    refuseInside("acquire");
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
        free(given);
      }
    }
  }

  private void free(LabShared<?> given) {
    if (rules.keeps(Rule.R4_6)) {
      core.freeLater(given);
    } else {
      given.freeNow();
    }
  }

  @Override
  public void release() {
    refuseInside("release");
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
    return told() && !(listed.isEmpty() && epochs.subscribed().isEmpty());
  }

  /** The second version of 5ff7091f5a2c: who has no invalidation callbacks does not count. */
  @Override
  public synchronized boolean hasBlockableNotifiers() {
    return told()
        && (listed.stream().anyMatch(this::counts)
            || epochs.subscribed().stream()
                .anyMatch(each -> each.declaration.blocking() != MayBlock.NEVER));
  }

  /** 4d4bbd8526a8 asked for notifiers of any kind; the contract asks for those that invalidate. */
  @Override
  public synchronized boolean hasOomUnsafeNotifiers() {
    boolean anyKind = rules.is(Switch.FLAG_COUNTS, "all");
    return told()
        && (!epochs.subscribed().isEmpty()
            || listed.stream().anyMatch(each -> anyKind || each.invalidates()));
  }

  private boolean counts(LabSubscription each) {
    boolean blocks = each.declaration.blocking() != MayBlock.NEVER;
    return blocks && (each.invalidates() || rules.is(Switch.FLAG_COUNTS, "all"));
  }

  boolean told() {
    return rules.is(Switch.NOTIFIERS, "told");
  }

  synchronized boolean epochOpen() {
    return epochs.open();
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
