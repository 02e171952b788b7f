package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import mm.api.ContractException;
import mm.api.Rule;
import mm.api.Wait;
import mm.core.UnannouncedSections.Knowledge;

/**
 * The list subscribers of a space, and how they come and go.
 *
 * <p><b>Algorithm notes.</b> The list is an immutable snapshot, replaced under the lock of this
 * object. A section reads it once, after it made itself visible (see {@link ThreadSections}), and
 * keeps it. From this follow: an end goes to those that saw the start (R4.1); whoever replaces the
 * list and then looks for open sections finds all that may use the old one, which gives close its
 * grace period (R4.3) and a newcomer the sections it has to wait for (R4.2).
 *
 * <p>The places of sections keep a reference to the last snapshot they used, also when nothing is
 * open. A snapshot that was replaced is therefore emptied after a grace period: otherwise an idle
 * thread would keep a closed driver, and with it its class loader, alive. Who reads a snapshot
 * outside of a section looks only at what is not emptied: its flags.
 */
final class ListSubscribers {
  private static final VarHandle LIST;

  static {
    try {
      LIST =
          MethodHandles.lookup().findVarHandle(ListSubscribers.class, "list", ListSnapshot.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CoreSpace space;
  private final SectionRegistry sections;
  private final DeferredFrees frees;

  private final RetiredSnapshots retired = new RetiredSnapshots(); // guarded by this
  private ListSnapshot list = ListSnapshot.EMPTY; // through LIST; written under this
  private volatile boolean released; // written under this

  ListSubscribers(CoreSpace space, SectionRegistry sections, DeferredFrees frees) {
    this.space = space;
    this.sections = sections;
    this.frees = frees;
  }

  /** The list as it is now. */
  ListSnapshot lvList() {
    return (ListSnapshot) LIST.getVolatile(this);
  }

  boolean isEmpty() {
    return lvList() == ListSnapshot.EMPTY;
  }

  boolean released() {
    return released;
  }

  void refuseReleased(String what) {
    if (released) {
      throw new ContractException(Rule.R4_4, what + " in released space " + space.name());
    }
  }

  synchronized void add(ListSubscription newcomer) {
    refuseReleased("subscribe");
    Knowledge knowledge = space.hasNobodyToTell() ? Knowledge.NONE : Knowledge.FALLING;
    replace(list.with(newcomer));
    VarHandle.fullFence(); // pairs with the fence after a push
    newcomer.published(capture(knowledge)); // R4.2
  }

  /** The sections that a newcomer has to wait for; the caller has published it, and a fence. */
  GracePeriod capture(Knowledge knowledge) {
    GracePeriod grace = sections.capture(space);
    space.captureUnannounced(grace, knowledge);
    return grace;
  }

  /** Takes a subscription off the list and waits for its last callback (R4.3). */
  void remove(ListSubscription gone) {
    await(gone.name(), "close a subscription", takeOff(gone));
  }

  /** Takes a subscription off the list now, without a release; the rest follows a grace period. */
  void removeLater(ListSubscription gone, Runnable free) {
    List<ListSnapshot> unused = takeOff(gone);
    gone.dropped();
    VarHandle.fullFence(); // pairs with the fence after a push
    GracePeriod grace = sections.capture(space);
    frees.after(
        () -> {
          grace.await(gone.name(), "free a shared notifier");
          gone.awaitReleased();
          sections.forgetDead();
          clear(unused);
        },
        gone,
        space.name(),
        free);
  }

  private synchronized List<ListSnapshot> takeOff(ListSubscription gone) {
    replace(list.without(gone));
    return retired.all();
  }

  private void replace(ListSnapshot now) {
    if (now != list) {
      retired.add(list);
      LIST.setVolatile(this, now);
      space.lookForSilence();
    }
  }

  /** Waits until nobody uses snapshots that were replaced before, and empties them. */
  private void await(String whose, String what, List<ListSnapshot> unused) {
    VarHandle.fullFence(); // pairs with the fence after a push
    sections.capture(space).await(whose, what);
    if (!unused.isEmpty()) { // somebody has gone
      sections.forgetDead();
      clear(unused);
    }
  }

  private synchronized void clear(List<ListSnapshot> unused) {
    retired.clear(unused);
  }

  /** Lets nobody in any more; false when that was so already. */
  synchronized boolean startRelease() {
    boolean first = !released;
    released = true;
    return first;
  }

  /** Releases everybody, newest first, takes them off and waits for their last callbacks. */
  void releaseAll() {
    for (ListSubscription each : everybody()) {
      each.releaseOnce();
    }
    List<ListSnapshot> unused;
    synchronized (this) {
      replace(ListSnapshot.EMPTY);
      unused = retired.all();
    }
    await(Wait.UNKNOWN, "release the space", unused);
  }

  private synchronized List<ListSubscription> everybody() {
    return List.of(list.all);
  }
}
