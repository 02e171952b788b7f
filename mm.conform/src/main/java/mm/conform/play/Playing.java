package mm.conform.play;

import java.util.Optional;
import mm.conform.script.Step;

/** A script that is being played on fresh machines, by one thread, best one that ends with it. */
public interface Playing extends AutoCloseable {
  /**
   * Plays a step.
   *
   * @param step what to do
   * @return what is broken now, if anything; then it is over
   * @throws mm.conform.script.BadFieldException when its arguments are missing or wrong, or it
   *     names what does not exist
   */
  Optional<Breach> play(Step step);

  /**
   * Looks at everything, then ends everything.
   *
   * @return what was broken, or is left; then it is over
   */
  Optional<Breach> end();

  @Override
  void close();
}
