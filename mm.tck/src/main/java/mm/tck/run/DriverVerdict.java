package mm.tck.run;

import java.util.List;

/**
 * What became of a driver.
 *
 * @param bundle the file as it was given
 * @param driver its id, or its class when it never came to declare one
 * @param setting the option that it was run with, {@code DRIVER.OPTION=VALUE}; empty for none
 * @param rules every rule that the kit knows, or those that were broken before it could run
 */
record DriverVerdict(String bundle, String driver, String setting, List<RuleVerdict> rules) {
  String title() {
    return driver + (setting.isEmpty() ? "" : " with " + setting);
  }

  long count(Verdict verdict) {
    return rules.stream().filter(each -> each.verdict() == verdict).count();
  }

  boolean passed() {
    return count(Verdict.FAILED) == 0 && count(Verdict.NOT_JUDGED) == 0;
  }
}
