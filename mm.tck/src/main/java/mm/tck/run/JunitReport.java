package mm.tck.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The verdicts as Surefire writes them: a suite for each driver, a case for each test. */
final class JunitReport {
  private final XMLStreamWriter xml;

  private JunitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static void write(List<DriverVerdict> drivers, OutputStream out) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      new JunitReport(xml).write(drivers);
      xml.flush();
    } catch (XMLStreamException e) {
      throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  private void write(List<DriverVerdict> drivers) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "mm tck");
    for (DriverVerdict each : drivers) {
      suite(each);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(DriverVerdict driver) throws XMLStreamException {
    List<TestVerdict> tests =
        driver.rules().stream().flatMap(rule -> rule.tests().stream()).toList();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(driver.title()));
    xml.writeAttribute("tests", String.valueOf(tests.size()));
    xml.writeAttribute("failures", count(tests, Verdict.FAILED));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute(
        "skipped",
        String.valueOf(tests.stream().filter(each -> isSkipped(each.verdict())).count()));
    xml.writeAttribute("time", "0");
    for (TestVerdict each : tests) {
      test(driver, each);
    }
    xml.writeEndElement();
  }

  private static String count(List<TestVerdict> tests, Verdict verdict) {
    return String.valueOf(tests.stream().filter(each -> each.verdict() == verdict).count());
  }

  private static boolean isSkipped(Verdict verdict) {
    return verdict == Verdict.NOT_APPLICABLE || verdict == Verdict.NOT_JUDGED;
  }

  private void test(DriverVerdict driver, TestVerdict test) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(driver.title()));
    xml.writeAttribute("name", test.rule() + " " + test.name());
    xml.writeAttribute("time", "0");
    if (test.verdict() == Verdict.FAILED) {
      failure(test);
    } else if (isSkipped(test.verdict())) {
      xml.writeEmptyElement("skipped");
      xml.writeAttribute("message", clean(test.verdict() + ": " + test.message()));
    }
    if (!test.remarks().isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(clean("remark: " + String.join("\nremark: ", test.remarks())));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void failure(TestVerdict test) throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("type", test.rule());
    xml.writeAttribute("message", clean(test.message()));
    StringBuilder text = new StringBuilder(test.message());
    test.stack().forEach(frame -> text.append("\n  at ").append(frame));
    xml.writeCharacters(clean(text.toString()));
    xml.writeEndElement();
  }

  /** What XML cannot hold; a driver's message may say anything. */
  private static String clean(String text) {
    return text.replaceAll("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }
}
