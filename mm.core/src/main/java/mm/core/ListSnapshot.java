package mm.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import mm.spi.Callback;
import mm.spi.PairedNotifier;

/**
 * The list subscribers of a space at one moment, newest first (R2.5), sorted out by ability.
 * Immutable until nobody uses it any more; a change makes a new one.
 */
final class ListSnapshot {
  static final ListSnapshot EMPTY = new ListSnapshot(List.of());

  final ListSubscription[] all;

  /** Whether somebody with invalidation callbacks is here, and whether one of them may wait. */
  final boolean anyInvalidates;

  final boolean anyMayBlock;

  /** Those with a start. */
  final ListSubscription[] starters;

  /** Their notifiers when all are paired, else null. */
  final PairedNotifier[] pairedStarters;

  /** Those with an end. */
  final ListSubscription[] enders;

  /** Their notifiers when all are paired, else null. */
  final PairedNotifier[] pairedEnders;

  /** The notifier when there is but one and it is paired, else null. */
  PairedNotifier onlyPaired;

  private final ListSubscription[] secondaryTlbs;
  private final ListSubscription[] agers;
  private final ListSubscription[] pteChangers;

  private ListSnapshot(List<ListSubscription> newestFirst) {
    all = newestFirst.toArray(ListSubscription[]::new);
    anyInvalidates = newestFirst.stream().anyMatch(ListSubscription::invalidates);
    anyMayBlock = newestFirst.stream().anyMatch(ListSubscription::mayBlock);
    starters = select(newestFirst, ListSubscription::starts);
    pairedStarters = paired(starters);
    enders = select(newestFirst, ListSubscription::ends);
    pairedEnders = paired(enders);
    onlyPaired = isPaired() && enders.length == 1 ? pairedEnders[0] : null;
    secondaryTlbs = select(newestFirst, s -> s.secondaryTlb() != null);
    agers = select(newestFirst, s -> s.ager() != null);
    pteChangers = select(newestFirst, s -> s.pteChanger() != null);
  }

  private static ListSubscription[] select(
      List<ListSubscription> from, Predicate<ListSubscription> wanted) {
    return from.stream().filter(wanted).toArray(ListSubscription[]::new);
  }

  private static PairedNotifier[] paired(ListSubscription[] of) {
    PairedNotifier[] paired = new PairedNotifier[of.length];
    for (int i = 0; i < of.length; i++) {
      paired[i] = of[i].paired();
      if (paired[i] == null) {
        return null;
      }
    }
    return paired;
  }

  ListSnapshot with(ListSubscription newest) {
    List<ListSubscription> list = new ArrayList<>(all.length + 1);
    list.add(newest);
    list.addAll(List.of(all));
    return new ListSnapshot(list);
  }

  ListSnapshot without(ListSubscription gone) {
    List<ListSubscription> list = new ArrayList<>(List.of(all));
    if (!list.remove(gone)) {
      return this;
    }
    return list.isEmpty() ? EMPTY : new ListSnapshot(list);
  }

  /** Whether all that are told of sections have a start and an end, and nobody can decline. */
  boolean isPaired() {
    return pairedStarters != null && pairedEnders != null;
  }

  /** Those that have a callback that is told outside of start and end. */
  ListSubscription[] having(Callback callback) {
    return switch (callback) {
      case FLUSH_SECONDARY_TLB -> secondaryTlbs;
      case CHANGE_PTE -> pteChangers;
      default -> agers;
    };
  }

  /** Forgets everybody; for a snapshot that no section uses any more. */
  void clear() {
    for (Object[] each :
        new Object[][] {all, starters, enders, secondaryTlbs, agers, pteChangers}) {
      Arrays.fill(each, null);
    }
    for (PairedNotifier[] each : new PairedNotifier[][] {pairedStarters, pairedEnders}) {
      if (each != null) {
        Arrays.fill(each, null);
      }
    }
    onlyPaired = null;
  }
}
