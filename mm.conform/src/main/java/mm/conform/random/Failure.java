package mm.conform.random;

import java.util.List;
import mm.conform.play.Breach;
import mm.conform.script.CaseWriter;
import mm.conform.script.Step;

/**
 * A script that breaks what always holds.
 *
 * @param seed of the random script it comes from
 * @param steps the script, up to the step that shows it
 * @param breach what was broken
 */
public record Failure(long seed, List<Step> steps, Breach breach) {
  /**
   * The script as {@code mm conform} runs it.
   *
   * @return the text of a case file
   */
  public String file() {
    return CaseWriter.write("random-" + seed, breach.toString(), steps);
  }
}
