package mm.conform.play;

import java.util.List;
import java.util.Optional;
import mm.conform.script.Step;

/**
 * How a script ended that broke something.
 *
 * @param played steps up to and with the one that showed it
 * @param breach what was broken
 */
public record Broken(int played, Breach breach) {
  /**
   * Plays steps up to the first that shows something broken, and else to the end.
   *
   * @param playing on which machines; stays open
   * @param steps what to play
   * @return what was broken, if anything
   * @throws mm.conform.script.BadFieldException as {@link Playing#play}
   */
  public static Optional<Broken> by(Playing playing, List<Step> steps) {
    int played = 0;
    for (Step step : steps) {
      played++;
      Optional<Breach> breach = playing.play(step);
      if (breach.isPresent()) {
        return Optional.of(new Broken(played, breach.get()));
      }
    }
    return playing.end().map(breach -> new Broken(steps.size(), breach));
  }
}
