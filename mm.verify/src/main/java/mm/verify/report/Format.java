package mm.verify.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import mm.verify.Strictness;

/** The formats of reports. */
public enum Format {
  /** For people. */
  TEXT,
  /** For scripts. */
  JSON,
  /** For what shows findings beside the code: SARIF 2.1.0. */
  SARIF,
  /** For what shows test results. */
  JUNIT;

  /**
   * Writes a report in this format.
   *
   * @param summary what to report
   * @param strictness what counts
   * @param out where to; stays open
   * @throws IOException when it cannot be written
   */
  public void write(Summary summary, Strictness strictness, OutputStream out) throws IOException {
    switch (this) {
      case TEXT -> TextReport.write(summary, strictness, out);
      case JSON -> JsonReport.write(summary, strictness, out);
      case SARIF -> SarifReport.write(summary, strictness, out);
      case JUNIT -> JunitReport.write(summary, strictness, out);
      default -> throw new IllegalStateException(toString());
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
