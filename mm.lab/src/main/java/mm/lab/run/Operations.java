package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.lab.result.LabEvent;
import mm.lab.rules.Switch;
import mm.lab.scenario.Pages;
import mm.spi.Access;

/** What can be done with memory, step by step as Linux does it. */
final class Operations {
  private static final Pages ALL = new Pages(0, Pages.MOST);
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(1);

  private final World world;
  final CopyOnWrite copyOnWrite;

  Operations(World world) {
    this.world = world;
    copyOnWrite = new CopyOnWrite(world, this);
  }

  void begins(SimSpace in, Pages pages, String what) {
    world.journal.note(LabEvent.Kind.OPERATION, "", in.name, pages.range(), what);
  }

  void changes(SimSpace in, Pages pages, String what) {
    world.journal.note(LabEvent.Kind.MEMORY, "", in.name, pages.range(), what);
  }

  void map(SimSpace in, Pages pages) {
    in.mapLock.writeLock();
    if (in.isMappedIn(pages)) {
      in.unmap(pages);
      zap(in, pages, InvalidationEvent.UNMAP);
    }
    in.map(pages);
    changes(in, pages, "maps " + pages.words());
    in.mapLock.writeUnlock();
  }

  void touch(SimSpace in, int page) {
    in.mapLock.readLock();
    boolean there = in.look(page) != null || lookUp(in, page, Access.WRITE) != null;
    changes(
        in,
        new Pages(page, page + 1),
        "touches page " + page + (there ? "" : ", which is not mapped"));
    in.mapLock.readUnlock();
  }

  void write(SimSpace in, int page) {
    in.mapLock.readLock();
    begins(in, new Pages(page, page + 1), "writes to page " + page + " of " + in.name);
    SimSpace.Pte entry = lookUp(in, page, Access.WRITE);
    if (entry == null || !entry.rights().allows(Access.WRITE)) {
      String why = entry == null ? "is not mapped" : "may not be written";
      changes(in, new Pages(page, page + 1), "page " + page + " " + why);
    }
    in.mapLock.readUnlock();
  }

  /** The entry of a page, made present when it is mapped; the mmap lock is held. */
  SimSpace.Pte lookUp(SimSpace in, int page, Access access) {
    SimSpace.Pte entry = in.look(page);
    if (world.course.isLooking()) {
      return entry;
    }
    if (entry != null && !entry.rights().allows(access) && in.mayWrite(page)) {
      copyOnWrite.breakFor(in, page);
    }
    if (entry != null || !in.isMapped(page)) {
      return in.look(page);
    }
    Long kept = in.kept(page);
    if (kept != null) {
      world.frames.get(kept);
    }
    in.set(
        page, kept == null ? world.frames.take() : kept, in.mayWrite(page) ? access : Access.READ);
    return in.look(page);
  }

  void unmap(SimSpace in, Pages pages) {
    in.mapLock.writeLock();
    begins(in, pages, "unmaps " + pages.words());
    in.unmap(pages);
    in.mapLock.downgrade();
    zap(in, pages, InvalidationEvent.UNMAP);
    in.mapLock.readUnlock();
    announceLate(in, pages, InvalidationEvent.UNMAP);
  }

  void discard(SimSpace in, Pages pages) {
    in.mapLock.readLock();
    begins(in, pages, "throws " + pages.words() + " away");
    zap(in, pages, InvalidationEvent.CLEAR);
    in.mapLock.readUnlock();
    announceLate(in, pages, InvalidationEvent.CLEAR);
  }

  private void zap(SimSpace in, Pages pages, InvalidationEvent event) {
    if (world.rules.is(Switch.ANNOUNCED, "late")) {
      free(in, clear(in, pages));
      return;
    }
    OpenSections.Open open =
        world.dispatching.begin(in, event, pages.range(), Blocking.ALLOWED, MigrationOwner.NONE);
    if (open != null) {
      List<Long> gone = clear(in, pages);
      world.dispatching.end(in, open);
      free(in, gone);
    }
  }

  /** A hook behind the operation, which holds no lock any more. */
  private void announceLate(SimSpace in, Pages pages, InvalidationEvent event) {
    if (world.rules.is(Switch.ANNOUNCED, "late")) {
      OpenSections.Open open =
          world.dispatching.begin(in, event, pages.range(), Blocking.ALLOWED, MigrationOwner.NONE);
      if (open != null) {
        world.dispatching.end(in, open);
      }
    }
  }

  /** What no caller should do. */
  void lose(SimSpace in, Pages pages) {
    world.course.step("lose");
    begins(in, pages, "takes " + pages.words() + " away and tells nobody");
    List<Long> gone = new ArrayList<>();
    in.present(pages).forEach(page -> gone.add(in.clear(page).frame()));
    free(in, gone);
  }

  /** Clears the page table and flushes; the frames are the caller's to free. */
  List<Long> clear(SimSpace in, Pages pages) {
    world.course.step("clear");
    List<Long> gone = new ArrayList<>();
    for (int page : in.present(pages)) {
      gone.add(in.clear(page).frame());
    }
    if (!gone.isEmpty()) {
      changes(in, pages, "clears the page table of " + pages.words());
    }
    world.dispatching.flush(in, pages.range());
    return gone;
  }

  void free(SimSpace in, List<Long> frames) {
    world.course.step("free");
    for (long frame : frames) {
      String after = world.frames.put(frame) ? "frees frame " + frame : "frame " + frame + " stays";
      world.journal.note(LabEvent.Kind.MEMORY, "", after);
    }
    world.changed(in);
    world.oracle.check(in);
  }

  void protect(SimSpace in, Pages pages) {
    in.mapLock.writeLock();
    begins(in, pages, "write-protects " + pages.words());
    OpenSections.Open open =
        world.dispatching.begin(
            in,
            InvalidationEvent.PROTECTION_VMA,
            pages.range(),
            Blocking.ALLOWED,
            MigrationOwner.NONE);
    if (open != null) {
      in.forbidWrites(pages);
      writeProtect(in, pages, in.present(pages));
      world.dispatching.end(in, open);
    }
    in.mapLock.writeUnlock();
  }

  void writeProtect(SimSpace in, Pages pages, List<Integer> present) {
    world.course.step("protect");
    for (int page : present) {
      in.set(page, in.look(page).frame(), Access.READ);
    }
    changes(in, pages, "takes write permission of " + pages.words());
    world.dispatching.flush(in, pages.range());
  }

  /** No mmap lock; a device that holds a reference keeps the page. */
  void reclaim(SimSpace in, int page) {
    Pages one = new Pages(page, page + 1);
    begins(in, one, "reclaims page " + page);
    OpenSections.Open open =
        world.dispatching.begin(
            in, InvalidationEvent.CLEAR, one.range(), Blocking.ALLOWED, MigrationOwner.NONE);
    if (open == null) {
      return;
    }
    List<Long> gone = clear(in, one);
    gone.forEach(frame -> keepIfHeld(in, page, frame));
    world.dispatching.end(in, open);
    free(in, gone);
  }

  private void keepIfHeld(SimSpace in, int page, long frame) {
    boolean last = world.frames.put(frame);
    if (!last) {
      in.keep(page, frame);
      world.journal.note(LabEvent.Kind.MEMORY, "", "frame " + frame + " is still referenced");
    }
    world.frames.get(frame);
  }

  void migrate(SimSpace in, int page, String owner) {
    Pages one = new Pages(page, page + 1);
    in.mapLock.readLock();
    begins(in, one, "migrates page " + page + (owner.isEmpty() ? "" : " for " + owner));
    boolean passed = !owner.isEmpty() && world.rules.is(Switch.MIGRATION_OWNER, "passed");
    OpenSections.Open open =
        world.dispatching.begin(
            in,
            InvalidationEvent.MIGRATE,
            one.range(),
            Blocking.ALLOWED,
            passed ? world.owner(owner) : MigrationOwner.NONE);
    if (open != null) {
      migrate(in, page, owner, open);
    }
    in.mapLock.readUnlock();
  }

  private void migrate(SimSpace in, int page, String owner, OpenSections.Open open) {
    List<Long> gone = clear(in, new Pages(page, page + 1));
    if (!gone.isEmpty()) {
      long frame = world.frames.take();
      in.set(page, frame, Access.WRITE);
      changes(in, new Pages(page, page + 1), "page " + page + " is in frame " + frame + " now");
      Rig rig = world.rigs.get(owner);
      if (rig != null && rig.isAttached() && rig.device() instanceof ModelDriver model) {
        model.migrated(page, frame);
      }
    }
    world.dispatching.end(in, open);
    free(in, gone);
  }

  void exit(SimSpace in) {
    world.course.step("exit");
    world.journal.note(LabEvent.Kind.OPERATION, "", in.name + " exits");
    if (world.keeps(Rule.R4_4)) {
      release(in);
    }
    in.gone = true;
    in.mapLock.writeLock();
    zapUnlessReaped(in);
    in.mapLock.writeUnlock();
    if (!world.keeps(Rule.R4_4)) {
      release(in);
    }
  }

  void release(SimSpace in) {
    world.dispatching.awaitSections(in, "release waits");
    world.journal.note(LabEvent.Kind.OPERATION, "", "releases " + in.name);
    world.dispatching.leaving(in, () -> world.dispatching.guarded(in.space()::release));
    world.changed(in);
  }

  private void zapUnlessReaped(SimSpace in) {
    in.mappings.clear();
    if (!in.present(ALL).isEmpty()) {
      zap(in, ALL, InvalidationEvent.UNMAP);
    }
  }

  /** The OOM reaper: seeds 000 and 001, 93065ac753e4. */
  void reap(SimSpace in, int attempts) {
    String answer = "given-up";
    for (int i = 0; i < attempts && answer.equals("given-up"); i++) {
      answer = attempt(in);
      boolean retries = world.rules.is(Switch.REAPER_LEFT_ALONE, "retry");
      if (answer.equals("left-alone") && retries && i + 1 < attempts) {
        answer = "given-up";
      }
      boolean last = i + 1 == attempts || !world.keeps(Rule.R5_2);
      if (answer.equals("given-up") && !last) {
        sleep("100 ms before another attempt", RETRY);
      } else if (answer.equals("given-up") && !world.keeps(Rule.R5_3)) {
        i--; // never marks the victim as done
        sleep("the next attempt", Long.MAX_VALUE);
      }
      if (!world.keeps(Rule.R5_2)) {
        break;
      }
    }
    world.journal.reaped(answer);
  }

  private void sleep(String why, long nanos) {
    world.course.await(new Waiting(why, () -> false, List.of(), List::of), nanos);
  }

  private String attempt(SimSpace in) {
    boolean before = world.rules.is(Switch.REAPER_CHECK, "before-trylock");
    boolean alone = before && isLeftAlone(in);
    if (!in.mapLock.tryReadLock()) {
      world.journal.note(LabEvent.Kind.WAIT, "", "the mmap lock is taken");
      return "given-up";
    }
    try {
      if (in.gone) {
        return "exited";
      }
      alone |= !before && isLeftAlone(in);
      if (alone) {
        return leftAlone();
      }
      return reapMappings(in) ? "reaped" : "given-up";
    } finally {
      in.mapLock.readUnlock();
    }
  }

  private String leftAlone() {
    if (world.rules.is(Switch.REAPER_LEFT_ALONE, "give-up")) {
      sleep("1 s before giving up", GIVE_UP);
    }
    return "left-alone";
  }

  private boolean isLeftAlone(SimSpace in) {
    if (!world.rules.get(Switch.REAPER).startsWith("skip")) {
      return false;
    }
    world.course.step("asks for notifiers");
    world.course.touch("list of " + in.name, Touch.READ);
    world.course.touch("epochs of " + in.name, Touch.READ);
    boolean alone =
        switch (world.rules.get(Switch.REAPER)) {
          case "skip-notified" -> in.space().hasOomUnsafeNotifiers();
          default -> in.space().hasBlockableNotifiers();
        };
    world.journal.note(
        LabEvent.Kind.WAIT,
        "",
        alone ? "sees notifiers that it must not call" : "sees no notifier to leave alone for");
    return alone;
  }

  private boolean reapMappings(SimSpace in) {
    boolean all = true;
    for (Pages each : List.copyOf(in.mappings)) {
      all &= reapMapping(in, each);
    }
    return all;
  }

  private boolean reapMapping(SimSpace in, Pages pages) {
    if (world.rules.is(Switch.REAPER, "unannounced")
        || world.rules.is(Switch.REAPER, "skip-notified")) {
      free(in, clear(in, pages));
      return true;
    }
    boolean waits = world.rules.is(Switch.REAPER, "skip-blockable") || !world.keeps(Rule.R5_1);
    AddressRange range = pages.range();
    OpenSections.Open open =
        world.dispatching.begin(
            in,
            InvalidationEvent.UNMAP,
            range,
            waits ? Blocking.ALLOWED : Blocking.FORBIDDEN,
            MigrationOwner.NONE);
    if (open == null) {
      return false;
    }
    List<Long> gone = clear(in, pages);
    world.dispatching.end(in, open);
    free(in, gone);
    return true;
  }
}
