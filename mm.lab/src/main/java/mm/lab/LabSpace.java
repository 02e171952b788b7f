package mm.lab;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.OpenSection;
import mm.api.Rule;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.AgingNotifier;
import mm.spi.Answer;
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
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;

/**
 * One address space under one generation of the rule. Its monitor guards everything and is never
 * held in a callback; whoever waits, waits on it.
 */
final class LabSpace implements AddressSpace {
  private final ReferenceCore core;
  private final Generation generation;
  private final long id;
  private final String name;
  final PageSource pages;

  private final List<LabSubscription> listed = new ArrayList<>(); // newest first
  private final Epochs epochs = new Epochs();
  private final Set<LabSection> open = new LinkedHashSet<>();
  private final Map<NotifierFamily<?>, LabShared<?>> shared = new IdentityHashMap<>();
  private boolean released;

  LabSpace(ReferenceCore core, long id, String name, PageSource pages) {
    this.core = core;
    this.generation = core.generation();
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
    LabSection section = push(event, start, end, Blocking.ALLOWED, owner);
    startIntervals(section);
    startList(section);
    return section.stamp;
  }

  @Override
  public long tryBegin(InvalidationEvent event, long start, long end) {
    if (!generation.declines()) {
      return begin(event, start, end); // there was one kind of start only, and it may wait
    }
    LabSection section = push(event, start, end, Blocking.FORBIDDEN, MigrationOwner.NONE);
    if (!startIntervals(section)) {
      closeEpoch(section);
      pop(section);
      return DECLINED;
    }
    if (!startList(section)) {
      if (generation == Generation.PAIRED) {
        closeEpoch(section); // R2.7, which Linux lacks
        endList(section); // R2.4
      } else {
        forget(section); // the epoch stays open for ever, as does what a start counted
      }
      pop(section);
      return DECLINED;
    }
    return section.stamp;
  }

  private LabSection push(
      InvalidationEvent event, long start, long end, Blocking blocking, MigrationOwner owner) {
    AddressRange range = new AddressRange(start, end);
    boolean mayHaveOwner =
        event == InvalidationEvent.MIGRATE || event == InvalidationEvent.EXCLUSIVE;
    if (event == InvalidationEvent.RELEASE || owner != MigrationOwner.NONE && !mayHaveOwner) {
      throw new ContractException(Rule.R2_9, event + " with owner " + owner + " cannot begin");
    }
    ThreadState thread = core.calls().thread();
    thread.refuseInCallback(Rule.R1_6, "begin");
    return opened(new LabSection(core.nextStamp(), this, event, range, blocking, owner));
  }

  private LabSection opened(LabSection section) {
    core.calls().thread().open.push(section);
    synchronized (this) {
      open.add(section);
    }
    return section;
  }

  private void pop(LabSection section) {
    core.calls().thread().open.pop();
    forget(section);
  }

  private synchronized void forget(LabSection section) {
    open.remove(section);
    listed.forEach(each -> each.openBefore.remove(section));
    notifyAll();
  }

  private boolean startIntervals(LabSection section) {
    List<LabInterval> hit;
    long epoch;
    synchronized (this) {
      hit = epochs.inUse() ? epochs.begin(section) : List.of();
      epoch = epochs.sequence();
    }
    for (LabInterval each : hit) {
      Answer answer =
          core.calls()
              .ask(
                  each.declaration,
                  Callback.INVALIDATE,
                  section,
                  () -> each.notifier.invalidate(each, section, epoch));
      if (answer != Answer.DONE) {
        return false; // R2.3
      }
    }
    return true;
  }

  private synchronized void closeEpoch(LabSection section) {
    epochs.end(section);
    notifyAll();
  }

  private boolean startList(LabSection section) {
    synchronized (this) {
      section.told = generation == Generation.OFF ? List.of() : List.copyOf(listed);
    }
    boolean accepted = true;
    for (LabSubscription each : section.told) {
      if (each.starts()) {
        Callback callback =
            each.notifier instanceof PairedNotifier ? Callback.START : Callback.TRY_START;
        Answer answer =
            core.calls().ask(each.declaration, callback, section, () -> each.start(section));
        accepted &= answer == Answer.DONE;
      }
    }
    return accepted;
  }

  private void endList(LabSection section) {
    for (LabSubscription each : section.told) {
      if (each.ends()) {
        core.calls().tell(each.declaration, Callback.END, section, () -> each.end(section));
      }
    }
  }

  @Override
  public void end(long stamp) {
    if (stamp == DECLINED) {
      throw new ContractException(Rule.R2_2, "end of a declined section in " + name);
    }
    ThreadState thread = core.calls().thread();
    thread.refuseInCallback(Rule.R1_6, "end");
    LabSection section = thread.top(this, stamp);
    closeEpoch(section);
    endList(section);
    pop(section);
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
      LabSection about = about(InvalidationEvent.CLEAR, AddressRange.WHOLE, Blocking.ALLOWED);
      core.calls()
          .tell(gone.declaration, Callback.RELEASE, about, () -> gone.notifier.release(this));
    }
    dropped(gone);
  }

  synchronized void dropped(LabSubscription gone) {
    gone.release = LabSubscription.Release.DONE;
    notifyAll();
  }

  private LabSection about(InvalidationEvent event, AddressRange range, Blocking blocking) {
    return new LabSection(core.nextStamp(), this, event, range, blocking, MigrationOwner.NONE);
  }

  @Override
  public IntervalSubscription subscribe(
      long start, long end, IntervalNotifier notifier, Declaration declaration) {
    AddressRange range = new AddressRange(start, end);
    core.calls().thread().refuseInCallback(Rule.R2_8, "subscribe");
    if (!generation.hasIntervals()) {
      throw new UnsupportedOperationException(
          declaration.name()
              + " subscribes an interval, which generation "
              + generation
              + " lacks");
    }
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
        await(() -> epochs.sequence() != seen, Long.MAX_VALUE);
      }
      notifyAll();
    }
  }

  long readBegin(LabInterval reader, long timeoutNanos) {
    core.calls().thread().refuseInCallback(Rule.R2_8, "readBegin");
    synchronized (this) {
      long seen = reader.sequence;
      boolean readable = await(() -> epochs.readable(reader), timeoutNanos);
      return readable ? seen : IntervalSubscription.TIMED_OUT;
    }
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
      LabSection section =
          opened(about(InvalidationEvent.RELEASE, AddressRange.WHOLE, Blocking.ALLOWED));
      startIntervals(section);
      closeEpoch(section);
      pop(section);
    }
    everybody().forEach(this::releaseOnce);
    everybody().forEach(this::takeOff);
    core.forget(this);
  }

  private synchronized List<LabSubscription> everybody() {
    return List.copyOf(listed);
  }

  @Override
  public void flushSecondaryTlbs(long start, long end) {
    outside(
        SecondaryTlbNotifier.class,
        Callback.FLUSH_SECONDARY_TLB,
        new AddressRange(start, end),
        to -> {
          to.flushSecondaryTlb(this, start, end);
          return false;
        });
  }

  @Override
  public boolean clearFlushYoung(long start, long end) {
    return outside(
        AgingNotifier.class,
        Callback.CLEAR_FLUSH_YOUNG,
        new AddressRange(start, end),
        to -> to.clearFlushYoung(this, start, end));
  }

  @Override
  public boolean clearYoung(long start, long end) {
    return outside(
        AgingNotifier.class,
        Callback.CLEAR_YOUNG,
        new AddressRange(start, end),
        to -> to.clearYoung(this, start, end));
  }

  @Override
  public boolean testYoung(long address) {
    AddressRange page = AddressRange.page(address);
    return outside(
        AgingNotifier.class, Callback.TEST_YOUNG, page, to -> to.testYoung(this, page.start()));
  }

  @Override
  public void changePte(long address, long frame) {
    AddressRange page = AddressRange.page(address);
    outside(
        PteChangeNotifier.class,
        Callback.CHANGE_PTE,
        page,
        to -> {
          to.changePte(this, page.start(), frame);
          return false;
        });
  }

  /** Calls all that have an ability; as a section, so that close waits for the callbacks. */
  private <A> boolean outside(
      Class<A> ability, Callback callback, AddressRange range, Predicate<A> call) {
    if (generation == Generation.OFF
        || everybody().stream().noneMatch(to -> ability.isInstance(to.notifier))) {
      return false;
    }
    core.calls().thread().refuseInCallback(Rule.R1_6, callback.toString());
    LabSection section = opened(about(InvalidationEvent.CLEAR, range, Blocking.FORBIDDEN));
    boolean[] any = {false};
    for (LabSubscription to : everybody()) {
      if (ability.isInstance(to.notifier) && !(any[0] && callback == Callback.TEST_YOUNG)) {
        A notifier = ability.cast(to.notifier);
        core.calls().tell(to.declaration, callback, section, () -> any[0] |= call.test(notifier));
      }
    }
    pop(section);
    return any[0];
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
