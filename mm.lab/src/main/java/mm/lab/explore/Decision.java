package mm.lab.explore;

/**
 * Who takes the next step, and which of the ways that the step leaves open.
 *
 * @param actor the logical thread, numbered in order of creation from 0
 * @param way the alternative, from 0; 0 where there is no choice
 */
public record Decision(int actor, int way) {
  @Override
  public String toString() {
    return way == 0 ? "" + actor : actor + ":" + way;
  }
}
