package mm.lab;

import java.util.function.Predicate;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.Rule;
import mm.lab.rules.Switch;
import mm.spi.AgingNotifier;
import mm.spi.Callback;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;

/** The callbacks of a space beside its sections; the same in every generation but {@code off}. */
final class LabAsides {
  private final LabSpace space;
  private final ReferenceCore core;
  private final LabSections sections;

  LabAsides(LabSpace space, ReferenceCore core, LabSections sections) {
    this.space = space;
    this.core = core;
    this.sections = sections;
  }

  void flushSecondaryTlbs(AddressRange range) {
    all(
        SecondaryTlbNotifier.class,
        Callback.FLUSH_SECONDARY_TLB,
        range,
        to -> {
          to.flushSecondaryTlb(space, range.start(), range.end());
          return false;
        });
  }

  boolean clearFlushYoung(AddressRange range) {
    return all(
        AgingNotifier.class,
        Callback.CLEAR_FLUSH_YOUNG,
        range,
        to -> to.clearFlushYoung(space, range.start(), range.end()));
  }

  boolean clearYoung(AddressRange range) {
    return all(
        AgingNotifier.class,
        Callback.CLEAR_YOUNG,
        range,
        to -> to.clearYoung(space, range.start(), range.end()));
  }

  boolean testYoung(AddressRange page) {
    return all(
        AgingNotifier.class, Callback.TEST_YOUNG, page, to -> to.testYoung(space, page.start()));
  }

  void changePte(AddressRange page, long frame) {
    all(
        PteChangeNotifier.class,
        Callback.CHANGE_PTE,
        page,
        to -> {
          to.changePte(space, page.start(), frame);
          return false;
        });
  }

  /** Calls all that have an ability; as a section, so that close waits for the callbacks. */
  private <A> boolean all(
      Class<A> ability, Callback callback, AddressRange range, Predicate<A> call) {
    if (core.rules().is(Switch.NOTIFIERS, "compiled-out")
        || space.everybody().stream().noneMatch(to -> ability.isInstance(to.notifier))) {
      return false;
    }
    core.calls().thread().refuseInCallback(Rule.R1_6, callback.toString());
    LabSection section =
        sections.opened(sections.about(InvalidationEvent.CLEAR, range, Blocking.FORBIDDEN));
    boolean[] any = {false};
    for (LabSubscription to : space.everybody()) {
      if (ability.isInstance(to.notifier) && !(any[0] && callback == Callback.TEST_YOUNG)) {
        A notifier = ability.cast(to.notifier);
        core.calls().tell(to.declaration, callback, section, () -> any[0] |= call.test(notifier));
      }
    }
    sections.pop(section);
    return any[0];
  }
}
