package mm.core;

import java.lang.invoke.VarHandle;
import java.util.function.Predicate;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.spi.Callback;

/**
 * The callbacks of one space that are not the start or end of a section. A section is opened for
 * them all the same, unannounced, so that close waits for them.
 */
final class OutsideCalls {
  private final CoreSpace space;
  private final ListSubscribers listed;
  private final SectionRegistry sections;
  private final Callbacks callbacks;

  OutsideCalls(
      CoreSpace space, ListSubscribers listed, SectionRegistry sections, Callbacks callbacks) {
    this.space = space;
    this.listed = listed;
    this.sections = sections;
    this.callbacks = callbacks;
  }

  void flushSecondaryTlbs(long start, long end) {
    AddressRange.check(start, end);
    tell(
        Callback.FLUSH_SECONDARY_TLB,
        start,
        end,
        to -> {
          to.secondaryTlb().flushSecondaryTlb(space, start, end);
          return false;
        });
  }

  boolean clearFlushYoung(long start, long end) {
    AddressRange.check(start, end);
    return tell(
        Callback.CLEAR_FLUSH_YOUNG, start, end, to -> to.ager().clearFlushYoung(space, start, end));
  }

  boolean clearYoung(long start, long end) {
    AddressRange.check(start, end);
    return tell(Callback.CLEAR_YOUNG, start, end, to -> to.ager().clearYoung(space, start, end));
  }

  boolean testYoung(long address) {
    AddressRange page = AddressRange.page(address);
    return tell(
        Callback.TEST_YOUNG,
        page.start(),
        page.end(),
        to -> to.ager().testYoung(space, page.start()));
  }

  void changePte(long address, long frame) {
    AddressRange page = AddressRange.page(address);
    tell(
        Callback.CHANGE_PTE,
        page.start(),
        page.end(),
        to -> {
          to.pteChanger().changePte(space, page.start(), frame);
          return false;
        });
  }

  private boolean tell(Callback callback, long start, long end, Predicate<ListSubscription> call) {
    if (listed.lvList().having(callback).length == 0) {
      return false;
    }
    ThreadSections thread = sections.current();
    thread.refuseInCallback(Rule.R1_6, callback.toString(), space);
    Section section =
        thread.push(
            space, InvalidationEvent.CLEAR, start, end, Blocking.FORBIDDEN, MigrationOwner.NONE);
    VarHandle.fullFence();
    section.uses(listed.lvList());
    boolean any = false;
    for (ListSubscription to : section.list.having(callback)) {
      any |= callbacks.run(thread, to, callback, section, () -> call.test(to));
      if (any && callback == Callback.TEST_YOUNG) {
        break; // one is enough to know
      }
    }
    thread.pop(section);
    return any;
  }
}
