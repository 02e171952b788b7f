package mm.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JUnit XML as Surefire's own reader understands it. */
class JunitReportTest {
  @TempDir private Path folder;
  private SurefireReportParser parser;
  private List<ReportTestSuite> suites;

  @BeforeEach
  void write() throws Exception {
    byte[] report = SampleReports.of(folder, Format.JUNIT);
    File reports = Files.createDirectory(folder.resolve("reports")).toFile();
    Files.write(reports.toPath().resolve("TEST-mm.xml"), report);
    parser = new SurefireReportParser(List.of(reports), new NullConsoleLogger());
    suites = parser.parseXMLReportFiles();
  }

  @Test
  void shouldBeASuiteForEachBundleAndATestForEachRule() {
    assertEquals(4, suites.size());
    for (ReportTestSuite suite : suites) {
      assertEquals(JunitReport.EXAMINED.size(), suite.getTestCases().size());
      assertEquals(suite.getTestCases().size(), suite.getNumberOfTests());
      assertEquals(0, suite.getNumberOfErrors() + suite.getNumberOfSkipped());
      long failed = suite.getTestCases().stream().filter(ReportTestCase::hasFailure).count();
      assertEquals(failed, suite.getNumberOfFailures());
    }
  }

  @Test
  void shouldFailTheTestOfTheRuleThatIsBroken() {
    List<ReportTestCase> failures = parser.getFailureDetails(suites);
    assertEquals(2, failures.size());
    ReportTestCase waits = failures.get(0);
    assertTrue(waits.getName().startsWith("R6.17 "), waits.getName());
    assertEquals("R6.17", waits.getFailureType());
    assertTrue(waits.getFailureMessage().contains("mm.spi.Mutex.lock"), waits.getFailureMessage());
    assertTrue(waits.getFailureDetail().contains("TestNotifier.java:"), waits.getFailureDetail());
  }
}
