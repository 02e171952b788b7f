package mm.verify.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import mm.api.Rule;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Strictness;
import mm.verify.Verdict;

/** A report as test results: a suite for each bundle, a test for each rule that it is held to. */
final class JunitReport {
  /** The rules that an examination looks at. */
  static final Set<Rule> EXAMINED =
      EnumSet.of(
          Rule.R1_3,
          Rule.R1_6,
          Rule.R1_7,
          Rule.R2_8,
          Rule.R6_1,
          Rule.R6_2,
          Rule.R6_3,
          Rule.R6_4,
          Rule.R6_5,
          Rule.R6_6,
          Rule.R6_7,
          Rule.R6_8,
          Rule.R6_10,
          Rule.R6_11,
          Rule.R6_13,
          Rule.R6_14,
          Rule.R6_15,
          Rule.R6_16,
          Rule.R6_17,
          Rule.R6_18,
          Rule.R6_19,
          Rule.R6_20,
          Rule.R6_21,
          Rule.R6_22);

  private final XMLStreamWriter xml;
  private final Strictness strictness;

  private JunitReport(XMLStreamWriter xml, Strictness strictness) {
    this.xml = xml;
    this.strictness = strictness;
  }

  static void write(Summary summary, Strictness strictness, OutputStream out) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      new JunitReport(xml, strictness).write(summary);
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private void write(Summary summary) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "mm verify");
    for (Verdict verdict : summary.examined()) {
      suite(verdict);
    }
    line();
    xml.writeEndElement();
    line();
    xml.writeEndDocument();
  }

  private void suite(Verdict verdict) throws XMLStreamException {
    line();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(verdict.file()));
    xml.writeAttribute("tests", String.valueOf(EXAMINED.size()));
    xml.writeAttribute("failures", String.valueOf(failures(verdict)));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("time", "0");
    for (Rule rule : EXAMINED) {
      test(verdict, rule);
    }
    line();
    xml.writeEndElement();
  }

  private long failures(Verdict verdict) {
    return EXAMINED.stream().filter(rule -> !failing(verdict, rule).isEmpty()).count();
  }

  private List<Hit> failing(Verdict verdict, Rule rule) {
    return verdict.hits().stream()
        .filter(hit -> hit.finding().rule() == rule && strictness.refuses(hit.severity()))
        .toList();
  }

  private void test(Verdict verdict, Rule rule) throws XMLStreamException {
    line();
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(verdict.file()));
    xml.writeAttribute("name", rule.id() + " " + rule.text());
    xml.writeAttribute("time", "0");
    List<Hit> failing = failing(verdict, rule);
    if (!failing.isEmpty()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("type", rule.id());
      xml.writeAttribute("message", clean(failing.get(0).finding().message()));
      xml.writeCharacters(
          clean(failing.stream().map(JunitReport::details).collect(Collectors.joining("\n"))));
      xml.writeEndElement();
    }
    others(verdict, rule, failing);
    xml.writeEndElement();
  }

  /** What does not count, and what is justified, is worth reading all the same. */
  private void others(Verdict verdict, Rule rule, List<Hit> failing) throws XMLStreamException {
    List<Hit> rest = new ArrayList<>(Summary.all(verdict).toList());
    rest.removeIf(hit -> hit.finding().rule() != rule);
    rest.removeAll(failing);
    if (!rest.isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(
          clean(rest.stream().map(JunitReport::details).collect(Collectors.joining("\n"))));
      xml.writeEndElement();
    }
  }

  private static String details(Hit hit) {
    StringBuilder text = new StringBuilder(hit.toString());
    for (Place place : hit.path()) {
      text.append("\n  at ").append(place);
    }
    boolean justified = !hit.justification().isEmpty();
    text.append(justified ? "\n  because: " : "\n  mend: ");
    return text.append(justified ? hit.justification() : hit.finding().mend()).toString();
  }

  /** XML has no way to write most control characters, and names in a class file may have them. */
  private static String clean(String text) {
    return text.codePoints()
        .map(
            c ->
                c == '\n' || c >= 0x20 && c < 0xD800 || c > 0xDFFF && c < 0xFFFE || c > 0xFFFF
                    ? c
                    : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }
}
