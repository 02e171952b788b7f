package mm.conform.shrink;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import mm.conform.play.Breach;
import mm.conform.play.Broken;
import mm.conform.script.BadFieldException;
import mm.conform.script.Setting;
import mm.conform.script.Step;

/**
 * Looks for an order in which a script repeats what it was saved for, where it does not as it is
 * written: threads did some of its steps at once, so that they may have taken effect in another
 * order.
 */
final class OrderSearch {
  /** A script that repeats, and what it breaks. */
  record Found(List<Step> steps, Setting.Broken wanted) {}

  private final Orders orders;
  private final long seed;
  private final int atOnce;
  private final Function<List<Step>, Optional<Broken>> play;
  private final Function<Breach, Optional<Setting.Broken>> wanted;
  private boolean stopped;

  /**
   * Prepares.
   *
   * @param written the steps as they are written, with when they were done
   * @param noticed when the violation was noticed, if that is known
   * @param seed of those orders that are left to chance
   * @param play plays steps
   * @param wanted what a script is saved for that breaks something; empty when it is something else
   */
  OrderSearch(
      List<Step> written,
      Optional<Long> noticed,
      long seed,
      Function<List<Step>, Optional<Broken>> play,
      Function<Breach, Optional<Setting.Broken>> wanted) {
    orders = Orders.of(written, noticed, seed);
    atOnce = orders.atOnce();
    this.seed = seed;
    this.play = play;
    this.wanted = wanted;
  }

  /**
   * Tries one order after the other.
   *
   * @param progress is told what is done
   * @param over whether that is enough
   */
  Optional<Found> find(Consumer<String> progress, BooleanSupplier over) {
    Optional<Found> found = Optional.empty();
    while (found.isEmpty() && atOnce > 0) {
      if (over.getAsBoolean()) {
        stopped = true;
        break;
      }
      Optional<List<Step>> order = orders.next();
      if (order.isEmpty()) {
        break;
      }
      progress.accept(String.format("tried %,d orders", orders.tried()));
      found = tried(Shrinking.numbered(order.get()));
    }
    return found;
  }

  private Optional<Found> tried(List<Step> steps) {
    try {
      return play.apply(steps)
          .flatMap(each -> wanted.apply(each.breach()))
          .map(each -> new Found(steps, each));
    } catch (BadFieldException e) { // names what is not there yet, in this order
      return Optional.empty();
    }
  }

  /** What was tried, when it has found one. */
  String foundWords() {
    return ", in another order of " + steps() + " (" + orders.tried() + " tried)";
  }

  /** How many were tried. */
  int tried() {
    return orders.tried();
  }

  /**
   * What was tried, when it has found none; empty when there was nothing to try.
   *
   * @param why it was not gone on with, where there may be more
   */
  String lostWords(String why) {
    String tried = String.format("%,d tried", orders.tried()) + (stopped ? why : "");
    return atOnce == 0
        ? ""
        : " (no order of " + steps() + " repeats: " + tried + ", seed " + seed + ")";
  }

  private String steps() {
    return String.format("%,d steps that ran at once", atOnce);
  }
}
