package mm.deploy.service;

import java.util.List;
import java.util.Optional;
import mm.api.Finding;
import mm.api.SwapReport;

/**
 * What became of an order to the deployer.
 *
 * @param outcome in a word
 * @param unit symbolic name of the bundle, or the name of the file when it could not be read
 * @param version the version that the order was about; empty text when unknown
 * @param message what happened, in a sentence
 * @param findings why it was refused; empty when it was not
 * @param closure the bundles that were, or in a dry run would be, refreshed: symbolic name and
 *     version; the old version of the unit alone, unless somebody depends on it
 * @param swap how the swap went, when there was one
 */
public record DeployReport(
    Outcome outcome,
    String unit,
    String version,
    String message,
    List<Finding> findings,
    List<String> closure,
    Optional<SwapReport> swap) {
  /** What became of an order. */
  public enum Outcome {
    /** It was carried out. */
    DONE,
    /** A dry run: it could be carried out, and nothing has changed. */
    PLANNED,
    /** Everything is as ordered already; nothing has changed. */
    UNCHANGED,
    /** The jar or the order is wrong: see message and findings; nothing has changed. */
    REFUSED,
    /** It was tried and given up; the version in charge before is in charge. */
    KEPT
  }

  /**
   * Copies the lists.
   *
   * @param outcome in a word
   * @param unit symbolic name of the bundle, or the name of the file
   * @param version the version that the order was about
   * @param message what happened, in a sentence
   * @param findings why it was refused
   * @param closure the bundles that were, or would be, refreshed
   * @param swap how the swap went, when there was one
   */
  public DeployReport {
    findings = List.copyOf(findings);
    closure = List.copyOf(closure);
  }

  /**
   * Tells whether things are as ordered.
   *
   * @return false when the order was refused or given up
   */
  public boolean satisfied() {
    return outcome != Outcome.REFUSED && outcome != Outcome.KEPT;
  }
}
