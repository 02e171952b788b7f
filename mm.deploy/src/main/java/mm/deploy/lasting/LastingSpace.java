package mm.deploy.lasting;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.api.OpenSection;
import mm.api.Rule;
import mm.spi.Declaration;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.Notifier;
import mm.spi.PageSource;

/**
 * A space that moves from engine to engine.
 *
 * <p><b>Algorithm notes.</b> {@code now} is where sections are begun: the space of an engine, or
 * null for {@link Unattended}. Whoever begins a section reads it, begins, and reads it again; if it
 * has changed, the section is ended and begun elsewhere. Whoever moves the space writes it and then
 * waits until the sections of the place before have ended. Both have a full fence in between, so
 * one of them sees the other: a section is in {@code now}, or is waited for.
 *
 * <p>In an engine that needs a section to be announced, since an unannounced one has no fence; so a
 * sentinel is subscribed there that hears nothing but its release. That tells as well when the
 * engine goes: in its callback {@code now} becomes null before the engine's list becomes empty, so
 * who sees the empty list sees the null.
 *
 * <p>Drivers come into the next engine's space when every section begun in the engine before, or in
 * between, has ended. Sections begun since are the next engine's business (R4.2). So no driver
 * makes a translation inside a section that it is not told of. The engine before has let go of its
 * drivers before it releases the space.
 *
 * <p>A stamp tells by its sign bit whether an engine made it. One of an engine's belongs to {@code
 * stay}, which changes only when nothing is open in it.
 */
final class LastingSpace extends EngineCalls {
  private static final long ENGINE = Long.MIN_VALUE;

  private final LastingDispatcher dispatcher;
  private final long id;
  private final String name;
  private final PageSource pages;
  private final Unattended unattended = new Unattended();
  private final Set<LastingAttachment> attachments = new CopyOnWriteArraySet<>();
  private final ReentrantLock moves = new ReentrantLock();
  private volatile AddressSpace now;
  private volatile AddressSpace stay; // guarded by moves
  private volatile boolean moving; // written under moves
  private volatile boolean released;

  LastingSpace(LastingDispatcher dispatcher, long id, String name, PageSource pages) {
    this.dispatcher = dispatcher;
    this.id = id;
    this.name = name;
    this.pages = pages;
  }

  /** Hears of the end of a stay. */
  private final class Sentinel implements Notifier {
    private static final Declaration DECLARATION =
        new Declaration("lasting", MayBlock.NEVER, MayDecline.NEVER, MayAllocate.NEVER);

    private volatile boolean over;

    @Override
    public void release(AddressSpace space) {
      over = true;
      now = null;
    }
  }

  /**
   * Moves into an engine; waits until the sections have ended that were begun elsewhere.
   *
   * @param core the engine
   * @param moved is told when it may subscribe, before drivers are attached
   */
  void moveTo(NotifierCore core, Consumer<AddressSpace> moved) {
    moves.lock();
    try {
      if (released || now != null) {
        return;
      }
      moving = true;
      awaitSectionsOf(stay);
      if (enter(core)) {
        unattended.awaitNone(name);
        moved.accept(this);
        AddressSpace in = stay;
        attachments.forEach(each -> each.attachAnew(core, in));
      }
    } finally {
      moving = false;
      moves.unlock();
    }
  }

  private void awaitSectionsOf(AddressSpace before) {
    if (before != null) {
      Unattended.await(() -> before.openSections().isEmpty(), name);
    }
  }

  /** False when the engine goes at this very moment. */
  private boolean enter(NotifierCore core) {
    AddressSpace next = core.createSpace(name, pages);
    Sentinel sentinel = new Sentinel();
    try {
      next.subscribe(sentinel, Sentinel.DECLARATION);
    } catch (ContractException e) {
      if (next.released()) {
        return false;
      }
      throw e;
    }
    stay = next;
    now = next;
    if (sentinel.over || dispatcher.engine() != core) { // since before the line above
      now = null;
      return false;
    }
    return true;
  }

  /** The engine is gone, however that came about. */
  void leave() {
    now = null;
    attachments.forEach(LastingAttachment::lose);
  }

  /** Attaches a driver here, and again after each move. */
  LastingAttachment attach(String driver) {
    lockMoves("attach of " + driver + " to " + name);
    try {
      if (released) {
        throw new ContractException(Rule.R4_4, "attach of " + driver + " to released " + name);
      }
      LastingAttachment made = new LastingAttachment(this, driver);
      AddressSpace in = now;
      NotifierCore core = dispatcher.engine();
      if (in != null && core != null) {
        attach(made, core, in);
      }
      attachments.add(made);
      return made;
    } finally {
      moves.unlock();
    }
  }

  /**
   * Who is inside of a section that the holder of the lock waits for would wait for itself; that
   * may begin while it waits.
   */
  private void lockMoves(String what) {
    Unattended.await(
        () -> {
          refuseInside(what);
          return moves.tryLock();
        },
        name);
  }

  private void refuseInside(String what) {
    unattended.refuseInside(what);
    AddressSpace before = stay;
    if (before != null && before.released()) {
      try {
        before.release(); // once more: all that it does is to refuse inside one's own section
      } catch (ContractException e) {
        throw Unattended.inside(what);
      }
    }
  }

  /** An engine that goes at this moment attaches nobody any more; the next one will. */
  private static void attach(LastingAttachment made, NotifierCore core, AddressSpace in) {
    try {
      made.attachOrFail(core, in);
    } catch (ContractException e) {
      if (e.rule() != Rule.R4_4) {
        throw e;
      }
    }
  }

  /** Tries again what failed when the space was moved; never waits for a move. */
  void attachAgain(LastingAttachment lost) {
    AddressSpace in = now;
    NotifierCore core = dispatcher.engine();
    if (in != null && core != null && moves.tryLock()) {
      try {
        if (in == now && attachments.contains(lost)) {
          lost.attach(core, in);
        }
      } finally {
        moves.unlock();
      }
    }
  }

  void forget(LastingAttachment closed) {
    attachments.remove(closed);
  }

  /** Whether it is in an engine, with its drivers. */
  boolean attended() {
    return now != null && !moving;
  }

  @Override
  public long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    while (true) {
      AddressSpace in = now;
      if (in == null) {
        if (beginUnattended()) {
          return Unattended.STAMP;
        }
        continue;
      }
      long stamp = in.begin(event, start, end, owner);
      if (now == in) {
        return stamp | ENGINE;
      }
      in.end(stamp);
    }
  }

  private boolean beginUnattended() {
    unattended.begin();
    if (now == null) {
      return true;
    }
    unattended.end(name);
    return false;
  }

  @Override
  public long tryBegin(InvalidationEvent event, long start, long end) {
    while (true) {
      AddressSpace in = now;
      if (in == null) {
        if (beginUnattended()) {
          return Unattended.STAMP;
        }
        continue;
      }
      long stamp = in.tryBegin(event, start, end);
      if (stamp == DECLINED) {
        return DECLINED;
      }
      if (now == in) {
        return stamp | ENGINE;
      }
      in.end(stamp);
    }
  }

  @Override
  public void end(long stamp) {
    AddressSpace in = stay;
    if (stamp < 0 && in != null) {
      in.end(stamp & ~ENGINE);
    } else if (stamp == DECLINED) {
      throw new ContractException(Rule.R2_2, "end of a declined section in " + name);
    } else if (stamp > 0) {
      unattended.end(name);
    } else {
      throw new ContractException(Rule.R2_10, "end of a section that is not open in " + name);
    }
  }

  @Override
  AddressSpace now() {
    return now;
  }

  @Override
  public void release() {
    lockMoves("release of " + name);
    try {
      AddressSpace in = now;
      if (in != null) {
        in.release(); // refuses before anything has changed; waits for the sections
        stay = null; // whoever keeps this space keeps no engine
      }
      released = true;
      attachments.forEach(LastingAttachment::lose);
      attachments.clear();
      dispatcher.forget(this);
    } finally {
      moves.unlock();
    }
  }

  @Override
  public boolean released() {
    return released;
  }

  @Override
  public List<OpenSection> openSections() {
    AddressSpace in = stay;
    return in == null ? List.of() : in.openSections();
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
