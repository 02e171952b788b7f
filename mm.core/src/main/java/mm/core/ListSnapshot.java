package mm.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mm.spi.Callback;

/**
 * The list subscribers of a space at one moment, newest first (R2.5), sorted out by ability.
 * Immutable; a change makes a new one.
 */
final class ListSnapshot {
  static final ListSnapshot EMPTY = new ListSnapshot(List.of());

  final ListSubscription[] all;
  final ListSubscription[] starters;
  final ListSubscription[] enders;

  private final ListSubscription[] secondaryTlbs;
  private final ListSubscription[] agers;
  private final ListSubscription[] pteChangers;

  private ListSnapshot(List<ListSubscription> newestFirst) {
    all = newestFirst.toArray(ListSubscription[]::new);
    starters = select(newestFirst, ListSubscription::starts);
    enders = select(newestFirst, ListSubscription::ends);
    secondaryTlbs = select(newestFirst, s -> s.secondaryTlb() != null);
    agers = select(newestFirst, s -> s.ager() != null);
    pteChangers = select(newestFirst, s -> s.pteChanger() != null);
  }

  private static ListSubscription[] select(
      List<ListSubscription> from, Predicate<ListSubscription> wanted) {
    return from.stream().filter(wanted).toArray(ListSubscription[]::new);
  }

  ListSnapshot with(ListSubscription newest) {
    List<ListSubscription> list = new ArrayList<>(all.length + 1);
    list.add(newest);
    list.addAll(List.of(all));
    return new ListSnapshot(list);
  }

  ListSnapshot without(ListSubscription gone) {
    List<ListSubscription> list = new ArrayList<>(List.of(all));
    return list.remove(gone) ? new ListSnapshot(list) : this;
  }

  /** Those that have a callback that is told outside of start and end. */
  ListSubscription[] having(Callback callback) {
    return switch (callback) {
      case FLUSH_SECONDARY_TLB -> secondaryTlbs;
      case CHANGE_PTE -> pteChangers;
      default -> agers;
    };
  }

  boolean any(Predicate<ListSubscription> wanted) {
    for (ListSubscription each : all) {
      if (wanted.test(each)) {
        return true;
      }
    }
    return false;
  }
}
