package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.OpenSection;
import mm.api.Rule;
import mm.api.Subscription;
import mm.core.registry.AttachableSpace;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.IntervalNotifier;
import mm.spi.Notifier;
import mm.spi.OpportunisticNotifier;
import mm.spi.PageSource;
import mm.spi.PairedNotifier;

/**
 * One address space: its list subscribers, its interval subscribers, and the sections that tell
 * them.
 *
 * <p><b>Algorithm notes.</b> The list of subscribers is an immutable snapshot, replaced under
 * {@code registration}. A section reads it once, after it made itself visible (see {@link
 * ThreadSections}), and keeps it. From this follow: an end goes to those that saw the start (R4.1);
 * whoever publishes a new list and then looks for open sections finds all that may use the old one,
 * which gives close its grace period (R4.3) and a newcomer the sections it has to wait for (R4.2).
 */
final class CoreSpace implements AttachableSpace {
  private static final VarHandle LIST;

  static {
    try {
      LIST = MethodHandles.lookup().findVarHandle(CoreSpace.class, "list", ListSnapshot.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Core core;
  private final SectionRegistry sections;
  private final ListDispatch dispatch;
  private final Intervals intervals;
  private final long id;
  private final String name;
  private final PageSource pages;
  private final Object registration = new Object();
  private final List<Runnable> afterRelease = new CopyOnWriteArrayList<>();

  private ListSnapshot list = ListSnapshot.EMPTY; // through LIST; written under registration
  private volatile boolean released;

  CoreSpace(Core core, long id, String name, PageSource pages) {
    this.core = core;
    this.id = id;
    this.name = name;
    this.pages = pages;
    sections = core.sections();
    dispatch = new ListDispatch(core.callbacks());
    intervals = new Intervals(this, core.callbacks(), sections);
  }

  @Override
  public long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    Section section = open(event, start, end, Blocking.ALLOWED, owner);
    ThreadSections thread = sections.current();
    if (intervals.inUse()) {
      intervals.begin(thread, section);
    }
    dispatch.start(thread, section);
    return section.lvStamp();
  }

  @Override
  public long tryBegin(InvalidationEvent event, long start, long end) {
    Section section = open(event, start, end, Blocking.FORBIDDEN, MigrationOwner.NONE);
    ThreadSections thread = sections.current();
    if (intervals.inUse() && !intervals.begin(thread, section)) {
      thread.pop();
      return DECLINED;
    }
    if (!dispatch.start(thread, section)) {
      dispatch.end(thread, section); // R2.4
      intervals.end(section); // R2.7
      thread.pop();
      return DECLINED;
    }
    return section.lvStamp();
  }

  private Section open(
      InvalidationEvent event, long start, long end, Blocking blocking, MigrationOwner owner) {
    AddressRange.check(start, end);
    if (event == InvalidationEvent.RELEASE) {
      throw new ContractException(Rule.R2_9, "RELEASE is announced by release(), not by begin");
    }
    if (owner != MigrationOwner.NONE && !mayHaveOwner(event)) {
      throw new ContractException(Rule.R2_9, event + " has no migration owner, but got " + owner);
    }
    ThreadSections thread = sections.current();
    thread.refuseInCallback(Rule.R1_6, "begin in " + name);
    Section section = thread.push(this, event, start, end, blocking, owner);
    section.list = lvList();
    if (core.options().guards() == CoreOptions.Guards.ON) {
      section.beganNanos = System.nanoTime();
    }
    return section;
  }

  private static boolean mayHaveOwner(InvalidationEvent event) {
    return event == InvalidationEvent.MIGRATE || event == InvalidationEvent.EXCLUSIVE;
  }

  @Override
  public void end(long stamp) {
    ThreadSections thread = sections.current();
    thread.refuseInCallback(Rule.R1_6, "end in " + name);
    Section section = thread.top(this, stamp);
    intervals.end(section);
    dispatch.end(thread, section);
    thread.pop();
  }

  @Override
  public Subscription subscribe(Notifier notifier, Declaration declaration) {
    check(notifier, declaration);
    sections.current().refuseInside(this, "subscribe");
    ListSubscription subscription = new ListSubscription(this, notifier, declaration);
    synchronized (registration) {
      refuseReleased("subscribe");
      LIST.setVolatile(this, list.with(subscription));
      VarHandle.fullFence(); // pairs with the fence in ThreadSections.push
      subscription.published(sections.capture(this)); // R4.2
    }
    return subscription;
  }

  private void check(Notifier notifier, Declaration declaration) {
    boolean declines = notifier instanceof DecliningNotifier;
    if (declines && notifier instanceof PairedNotifier
        || notifier instanceof OpportunisticNotifier
            && (declines || notifier instanceof PairedNotifier)) {
      throw new ContractException(
          Rule.R1_3,
          declaration.name()
              + ": "
              + notifier.getClass().getName()
              + " can decline and has an end");
    }
    if (notifier instanceof OpportunisticNotifier
        && core.options().opportunistic() == CoreOptions.Opportunistic.REFUSED) {
      throw new ContractException(Rule.R6_11, declaration.name() + " is opportunistic");
    }
  }

  @Override
  public IntervalSubscription subscribe(
      long start, long end, IntervalNotifier notifier, Declaration declaration) {
    AddressRange range = new AddressRange(start, end);
    sections.current().refuseInCallback(Rule.R2_8, "subscribe in " + name);
    synchronized (registration) {
      refuseReleased("subscribe");
      return intervals.insert(range, notifier, declaration);
    }
  }

  private void refuseReleased(String what) {
    if (released) {
      throw new ContractException(Rule.R4_4, what + " in released space " + name);
    }
  }

  void unsubscribe(ListSubscription subscription) {
    sections.current().refuseInside(this, "close of " + subscription.name());
    subscription.releaseOnce();
    synchronized (registration) {
      LIST.setVolatile(this, list.without(subscription));
    }
    VarHandle.fullFence();
    sections.capture(this).await();
  }

  @Override
  public void release() {
    ThreadSections thread = sections.current();
    thread.refuseInside(this, "release");
    synchronized (registration) {
      if (released) {
        return;
      }
      released = true;
    }
    intervals.release(thread);
    for (ListSubscription each : lvList().all) {
      each.releaseOnce();
    }
    synchronized (registration) {
      LIST.setVolatile(this, ListSnapshot.EMPTY);
    }
    VarHandle.fullFence();
    sections.capture(this).await();
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
    AddressRange.check(start, end);
    outside(
        Callback.FLUSH_SECONDARY_TLB,
        start,
        end,
        to -> {
          to.secondaryTlb().flushSecondaryTlb(this, start, end);
          return false;
        });
  }

  @Override
  public boolean clearFlushYoung(long start, long end) {
    AddressRange.check(start, end);
    return outside(
        Callback.CLEAR_FLUSH_YOUNG, start, end, to -> to.ager().clearFlushYoung(this, start, end));
  }

  @Override
  public boolean clearYoung(long start, long end) {
    AddressRange.check(start, end);
    return outside(Callback.CLEAR_YOUNG, start, end, to -> to.ager().clearYoung(this, start, end));
  }

  @Override
  public boolean testYoung(long address) {
    AddressRange page = AddressRange.page(address);
    return outside(
        Callback.TEST_YOUNG,
        page.start(),
        page.end(),
        to -> to.ager().testYoung(this, page.start()));
  }

  @Override
  public void changePte(long address, long frame) {
    AddressRange page = AddressRange.page(address);
    outside(
        Callback.CHANGE_PTE,
        page.start(),
        page.end(),
        to -> {
          to.pteChanger().changePte(this, page.start(), frame);
          return false;
        });
  }

  /**
   * Calls all that have an ability, the callback not being the start or end of a section. A section
   * is opened for it all the same, unannounced, so that close waits for the callbacks.
   */
  private boolean outside(
      Callback callback, long start, long end, Predicate<ListSubscription> call) {
    if (lvList().having(callback).length == 0) {
      return false;
    }
    ThreadSections thread = sections.current();
    thread.refuseInCallback(Rule.R1_6, callback + " in " + name);
    Section section =
        thread.push(
            this, InvalidationEvent.CLEAR, start, end, Blocking.FORBIDDEN, MigrationOwner.NONE);
    section.list = lvList();
    boolean any = false;
    for (ListSubscription to : section.list.having(callback)) {
      any |= core.callbacks().run(thread, to, callback, section, () -> call.test(to));
      if (any && callback == Callback.TEST_YOUNG) {
        break; // one is enough to know
      }
    }
    thread.pop();
    return any;
  }

  @Override
  public boolean hasNotifiers() {
    return lvList().all.length > 0 || intervals.any();
  }

  @Override
  public boolean hasBlockableNotifiers() {
    return lvList().any(ListSubscription::mayBlock) || intervals.anyMayBlock();
  }

  @Override
  public boolean hasOomUnsafeNotifiers() {
    return lvList().any(ListSubscription::invalidates) || intervals.any();
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
  public void afterRelease(Runnable action) {
    afterRelease.add(action);
    if (released) {
      action.run();
    }
  }

  @Override
  public PageSource pages() {
    return pages;
  }

  private ListSnapshot lvList() {
    return (ListSnapshot) LIST.getVolatile(this);
  }

  @Override
  public boolean released() {
    return released;
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
