package mm.core;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import mm.api.AddressRange;
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
import mm.api.Wait;
import mm.core.flight.Recorder;
import mm.core.flight.SectionEvent;
import mm.core.port.Waiting;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import mm.spi.PageSource;

/**
 * One address space: its list subscribers, its interval subscribers, and the sections that tell
 * them.
 */
final class CoreSpace extends PlainSections {
  private final Core core;
  private final boolean guarded;
  private final Intervals intervals;
  private final long id;
  private final String name;
  private final PageSource pages;
  private final ListSubscribers listed;
  private final OutsideCalls outside;
  private final SharedNotifiers shared = new SharedNotifiers(this);
  private final List<Runnable> afterRelease = new CopyOnWriteArrayList<>();

  CoreSpace(Core core, long id, String name, PageSource pages) {
    super(id, core.sections(), new ListDispatch(core.callbacks(), core.options().guards()));
    this.core = core;
    this.id = id;
    this.name = name;
    this.pages = pages;
    guarded = core.options().guards() == CoreOptions.Guards.ON;
    listed = new ListSubscribers(this, sections, core.frees());
    outside = new OutsideCalls(this, listed, sections, core.callbacks());
    intervals = new Intervals(this, core.callbacks(), sections);
  }

  @Override
  long announce(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    ThreadSections thread = sections.current();
    Section section = push(thread, event, start, end, Blocking.ALLOWED, owner);
    if (intervals.inUse()) {
      intervals.begin(thread, section);
    }
    section.uses(listed.lvList());
    dispatch.start(thread, section);
    return section.ownStamp();
  }

  @Override
  public long tryBegin(InvalidationEvent event, long start, long end) {
    Misuse.check(event, start, end, MigrationOwner.NONE);
    long stamp = hasNobodyToTell() ? beginUnannounced() : DECLINED;
    return stamp != DECLINED ? stamp : tryAnnounce(event, start, end);
  }

  private long tryAnnounce(InvalidationEvent event, long start, long end) {
    ThreadSections thread = sections.current();
    Section section = push(thread, event, start, end, Blocking.FORBIDDEN, MigrationOwner.NONE);
    if (intervals.inUse() && !intervals.begin(thread, section)) {
      pop(thread, section);
      return DECLINED;
    }
    section.uses(listed.lvList());
    if (!dispatch.start(thread, section)) {
      dispatch.end(thread, section); // R2.4
      intervals.end(section); // R2.7
      pop(thread, section);
      return DECLINED;
    }
    return section.ownStamp();
  }

  /** Pushes a section; a full fence follows, or the atomic update of {@link Intervals#begin}. */
  private Section push(
      ThreadSections thread,
      InvalidationEvent event,
      long start,
      long end,
      Blocking blocking,
      MigrationOwner owner) {
    thread.refuseInCallback(Rule.R1_6, "begin", this);
    Section section = thread.push(this, event, start, end, blocking, owner);
    section.covers = cover(thread.thread);
    if (!intervals.inUse()) {
      VarHandle.fullFence();
    }
    if (guarded) {
      section.beganNanos = System.nanoTime();
    }
    SectionEvent recording = Recorder.sectionBegun();
    if (recording != null) {
      section.recording = recording;
    }
    return section;
  }

  /** See {@link Intervals#epochAge}. */
  long epochAge(long nowNanos) {
    return intervals.epochAge(nowNanos);
  }

  /** Somebody came or went; the caller holds the lock of the list. */
  void lookForSilence() {
    ListSnapshot list = listed.lvList();
    boolean plain = !intervals.inUse() && (list == ListSnapshot.EMPTY || isPlain(list));
    plainList(plain ? list : null);
  }

  private boolean isPlain(ListSnapshot list) {
    return list.isPaired() && !guarded && !core.callbacks().hasObservers();
  }

  /** An observer came or went. */
  void lookForObservers() {
    synchronized (listed) {
      lookForSilence();
    }
  }

  boolean guarded() {
    return guarded;
  }

  @Override
  void announceEnd(long stamp) {
    if (stamp == DECLINED) {
      throw new ContractException(Rule.R2_2, "end of a declined section in " + name);
    }
    ThreadSections thread = sections.current();
    thread.refuseInCallback(Rule.R1_6, "end", this);
    Section section = thread.top(this, stamp);
    if (!isInnermost(thread.thread, section.covers)) {
      throw Misuse.notInnermost(this);
    }
    intervals.end(section);
    dispatch.end(thread, section);
    pop(thread, section);
  }

  private void pop(ThreadSections thread, Section section) {
    if (section.recording != null) {
      section.recording.ended(section);
      section.recording = null;
    }
    thread.pop(section);
    uncover(section.covers);
    section.covers = 0;
  }

  @Override
  public Subscription subscribe(Notifier notifier, Declaration declaration) {
    ListSubscription.check(notifier, declaration, core.options().opportunistic());
    refuseInside("subscribe");
    ListSubscription subscription = new ListSubscription(this, notifier, declaration);
    listed.add(subscription);
    return subscription;
  }

  /** The sections that run uncounted while intervals come into use. */
  GracePeriod captureUncounted() {
    return listed.capture(Knowledge.NONE);
  }

  @Override
  public OpenNow openNow() {
    VarHandle.fullFence(); // pairs with the fence after a push
    GracePeriod grace = sections.capture(this);
    return timeoutNanos -> {
      boolean over = grace.await(Wait.UNKNOWN, "swap a driver", timeoutNanos);
      sections.forgetDead();
      return over;
    };
  }

  /** Shows that the calling thread has to wait; pairs with {@link #over}. */
  Waiting waits(String whose, String port, Wait.Needs needs, Supplier<List<String>> holders) {
    return core.waits().waits(whose, name, port, needs, holders);
  }

  void over(Waiting wait) {
    core.waits().board().over(wait);
  }

  /** For the lock order: something is about to wait for invalidations. */
  void mayWaitForInvalidations(String what) {
    if (guarded) {
      core.waits().mayWaitForInvalidations(what);
    }
  }

  void refuseInside(String what) {
    sections.current().refuseInside(this, what);
    refuseInsideUnannounced(what);
  }

  @Override
  public IntervalSubscription subscribe(
      long start, long end, IntervalNotifier notifier, Declaration declaration) {
    AddressRange range = new AddressRange(start, end);
    sections.current().refuseInCallback(Rule.R2_8, "subscribe", this);
    synchronized (listed) { // no release in between
      listed.refuseReleased("subscribe");
      return intervals.insert(range, notifier, declaration);
    }
  }

  @Override
  public <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    refuseInside("acquire");
    listed.refuseReleased("acquire");
    return shared.acquire(family);
  }

  void unsubscribe(ListSubscription subscription) {
    refuseInside("close of " + subscription.name());
    mayWaitForInvalidations("close of a subscription");
    subscription.releaseOnce();
    listed.remove(subscription);
  }

  /** Takes a subscription off the list now, without a release; the rest follows a grace period. */
  void dropLater(ListSubscription subscription, Runnable free) {
    listed.removeLater(subscription, free);
  }

  @Override
  public void release() {
    ThreadSections thread = sections.current();
    refuseInside("release");
    if (!listed.startRelease()) {
      return;
    }
    intervals.release(thread);
    listed.releaseAll();
    core.forget(this);
    afterRelease.forEach(Runnable::run);
  }

  void callRelease(ListSubscription subscription, Notifier notifier) {
    Section about = Callbacks.about(this, 0, AddressRange.TOP, Blocking.ALLOWED);
    core.callbacks()
        .run(
            sections.current(),
            subscription,
            Callback.RELEASE,
            about,
            () -> {
              notifier.release(this);
              return true;
            });
  }

  @Override
  public void flushSecondaryTlbs(long start, long end) {
    outside.flushSecondaryTlbs(start, end);
  }

  @Override
  public boolean clearFlushYoung(long start, long end) {
    return outside.clearFlushYoung(start, end);
  }

  @Override
  public boolean clearYoung(long start, long end) {
    return outside.clearYoung(start, end);
  }

  @Override
  public boolean testYoung(long address) {
    return outside.testYoung(address);
  }

  @Override
  public void changePte(long address, long frame) {
    outside.changePte(address, frame);
  }

  @Override
  public boolean hasNotifiers() {
    return !listed.isEmpty() || intervals.any();
  }

  @Override
  public boolean hasBlockableNotifiers() {
    return listed.lvList().anyMayBlock || intervals.anyMayBlock();
  }

  @Override
  public boolean hasOomUnsafeNotifiers() {
    return listed.lvList().anyInvalidates || intervals.any();
  }

  @Override
  public List<OpenSection> openSections() {
    List<OpenSection> open = new ArrayList<>();
    long now = System.nanoTime();
    VarHandle.fullFence();
    sections.capture(this).forEach(each -> open.add(each.describe(now)));
    return open;
  }

  @Override
  public Runnable afterRelease(Runnable action) {
    afterRelease.add(action);
    if (listed.released()) {
      action.run();
    }
    return () -> afterRelease.remove(action);
  }

  @Override
  public PageSource pages() {
    return pages;
  }

  @Override
  public boolean released() {
    return listed.released();
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
