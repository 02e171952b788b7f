package mm.bench.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Compares the answers of an index with those of looking at every interval. */
public final class HitCheck {
  private static final int QUERIES = 16;
  private static final int CHANGES = 200;
  private static final int LONGEST_QUERY = 200;
  private static final long SEED = 7;

  private final String name;
  private final Layout layout;
  private final IntervalSearch index;
  private final Random random = new Random(SEED);
  private long tick = -1; // falls; benchmarks count upwards

  private HitCheck(String name, Layout layout, IntervalSearch index) {
    this.name = name;
    this.layout = layout;
    this.index = index;
  }

  /**
   * Checks an index that holds all intervals, and again after some have been removed and inserted.
   *
   * @param name of the index, for the message
   * @param layout what it holds
   * @param index what is checked
   * @throws IllegalStateException when an answer is wrong
   */
  public static void run(String name, Layout layout, IntervalSearch index) {
    HitCheck check = new HitCheck(name, layout, index);
    check.queries();
    check.changes();
    check.queries();
  }

  private void queries() {
    for (int i = 0; i < QUERIES; i++) {
      int from = random.nextInt(Layout.endPage(layout.count() - 1));
      query(from, from + 1 + random.nextInt(LONGEST_QUERY));
    }
    query(0, 1);
    query(Layout.endPage(0), Layout.endPage(0) + 1); // a gap
    query(0, Layout.queryTo(0, layout.count()));
  }

  private void changes() {
    for (int i = 0; i < CHANGES; i++) {
      Hit hit = layout.hit(random.nextInt(layout.count()));
      index.remove(hit);
      query(hit, "after its removal", 0);
      index.insert(hit);
      query(hit, "after its insertion", 1);
    }
  }

  private void query(Hit hit, String when, int expected) {
    int found = index.touch(hit.startPage, hit.endPage, --tick);
    if (found != expected) {
      throw new IllegalStateException(
          text(hit.startPage, hit.endPage) + " finds " + found + " intervals " + when);
    }
  }

  private void query(int from, int to) {
    int found = index.touch(from, to, --tick);
    List<Hit> wrong = new ArrayList<>();
    int expected = 0;
    for (int i = 0; i < layout.count(); i++) {
      Hit hit = layout.hit(i);
      boolean overlaps = hit.overlaps(from, to);
      expected += overlaps ? 1 : 0;
      if (overlaps != (hit.tick == tick)) {
        wrong.add(hit);
      }
    }
    judge(text(from, to), found, expected, wrong);
  }

  private static void judge(String query, int found, int expected, List<Hit> wrong) {
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(query + " is wrong about " + wrong.get(0));
    }
    if (found != expected) {
      throw new IllegalStateException(query + " finds " + found + " intervals, not " + expected);
    }
  }

  private String text(int from, int to) {
    return "WRONG ANSWER of " + name + ", n=" + layout.count() + ": pages " + new Hit(from, to);
  }
}
