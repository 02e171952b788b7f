package mm.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import mm.api.Finding;
import mm.api.Rule;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.SampleBundles;
import mm.verify.Severity;
import mm.verify.Strictness;
import mm.verify.Verdict;
import mm.verify.Verifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {
  @TempDir private Path folder;
  private Summary summary;

  @BeforeEach
  void examine() throws IOException {
    Verifier verifier = Verifier.create();
    Path jars = Files.createDirectories(folder.resolve("module/target"));
    Path sources = Files.createDirectories(folder.resolve("module/src/main/java/x"));
    Files.writeString(sources.resolve("TestNotifier.java"), "");
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(verifier.verify(Files.write(jars.resolve("right.jar"), SampleBundles.right())));
    verdicts.add(verifier.verify(Files.write(jars.resolve("a b%.jar"), SampleBundles.waiting())));
    verdicts.add(verifier.verify(Files.write(jars.resolve("odd.jar"), SampleBundles.unproven())));
    verdicts.add(verifier.verify(Files.write(jars.resolve("other.jar"), SampleBundles.other())));
    Finding nasty = new Finding(Rule.R6_5, "\0<&>\"]]>\uD800 \u00b5", "x\u0007");
    Hit hit = new Hit(nasty, Severity.ERROR, "id", Place.of("\1"), List.of(), "");
    verdicts.add(
        new Verdict("weird:name.jar", "", Verdict.Kind.DRIVER, List.of(), List.of(hit), List.of()));
    summary = new Summary(verdicts);
  }

  private byte[] write(Format format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(summary, Strictness.NORMAL, out);
    return out.toByteArray();
  }

  @Test
  void shouldWriteText() throws IOException {
    String text = new String(write(Format.TEXT), StandardCharsets.UTF_8);
    assertTrue(text.contains("because: never contended"), text);
    assertTrue(
        text.contains("4 bundles, 3 drivers: 2 errors, 0 warnings, 1 unproven, 1 justified"), text);
  }

  @Test
  void shouldWriteOneJsonObject() throws IOException {
    Map<?, ?> json = (Map<?, ?>) parse(write(Format.JSON));
    assertEquals(true, json.get("refused"));
    assertEquals(4, ((List<?>) json.get("bundles")).size());
    assertEquals(1, ((List<?>) json.get("skipped")).size());
    assertEquals(1, json.get("unproven"));
  }

  /** The parts of the schema of SARIF 2.1.0 that this report has to do with. */
  @Test
  void shouldWriteWhatTheSchemaOfSarifWants() throws Exception {
    Map<?, ?> sarif = (Map<?, ?>) parse(write(Format.SARIF));
    assertEquals("2.1.0", sarif.get("version"));
    assertTrue(URI.create((String) sarif.get("$schema")).isAbsolute());
    Map<?, ?> run = (Map<?, ?>) ((List<?>) sarif.get("runs")).get(0);
    Map<?, ?> driver = (Map<?, ?>) ((Map<?, ?>) run.get("tool")).get("driver");
    assertEquals("mm verify", driver.get("name"));
    List<?> rules = (List<?>) driver.get("rules");
    for (Object rule : rules) {
      for (String text : List.of("shortDescription", "fullDescription", "help")) {
        assertTrue(
            ((Map<?, ?>) ((Map<?, ?>) rule).get(text)).get("text") instanceof String s
                && !s.isEmpty());
      }
    }
    List<?> results = (List<?>) run.get("results");
    assertEquals(4, results.size());
    for (Object each : results) {
      result((Map<?, ?>) each, rules);
    }
  }

  private static void result(Map<?, ?> result, List<?> rules) throws Exception {
    Map<?, ?> rule = (Map<?, ?>) rules.get((Integer) result.get("ruleIndex"));
    assertEquals(rule.get("id"), result.get("ruleId"));
    assertTrue(List.of("none", "note", "warning", "error").contains(result.get("level")));
    assertNotNull(((Map<?, ?>) result.get("message")).get("text"));
    for (Object location : (List<?>) result.get("locations")) {
      location((Map<?, ?>) location);
    }
    if (result.containsKey("codeFlows")) {
      Map<?, ?> flow = (Map<?, ?>) ((List<?>) result.get("codeFlows")).get(0);
      Map<?, ?> thread = (Map<?, ?>) ((List<?>) flow.get("threadFlows")).get(0);
      for (Object each : (List<?>) thread.get("locations")) {
        location((Map<?, ?>) ((Map<?, ?>) each).get("location"));
      }
    }
    if (result.containsKey("suppressions")) {
      Map<?, ?> suppression = (Map<?, ?>) ((List<?>) result.get("suppressions")).get(0);
      assertEquals("inSource", suppression.get("kind"));
      assertEquals("never contended", suppression.get("justification"));
    }
  }

  private static void location(Map<?, ?> location) throws Exception {
    Map<?, ?> physical = (Map<?, ?>) location.get("physicalLocation");
    String uri = (String) ((Map<?, ?>) physical.get("artifactLocation")).get("uri");
    new URI(uri);
    if (physical.containsKey("region")) {
      assertTrue((Integer) ((Map<?, ?>) physical.get("region")).get("startLine") > 0);
      assertTrue(uri.endsWith("module/src/main/java/x/TestNotifier.java"), uri);
    }
  }

  @Test
  void shouldWriteWhatReadersOfTestResultsExpect() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    Document xml =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(write(Format.JUNIT)));
    assertEquals("testsuites", xml.getDocumentElement().getTagName());
    var suites = xml.getElementsByTagName("testsuite");
    assertEquals(4, suites.getLength());
    for (int i = 0; i < suites.getLength(); i++) {
      Element suite = (Element) suites.item(i);
      int cases = suite.getElementsByTagName("testcase").getLength();
      assertEquals(Integer.parseInt(suite.getAttribute("tests")), cases);
      int failures = suite.getElementsByTagName("failure").getLength();
      assertEquals(Integer.parseInt(suite.getAttribute("failures")), failures);
    }
    assertEquals(2, xml.getElementsByTagName("failure").getLength());
  }

  private static Object parse(byte[] text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      Object value = value(parser);
      assertEquals(null, parser.nextToken());
      return value;
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        assertEquals(null, map.put(name, value(parser)), name);
      }
      return map;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getIntValue();
      default -> parser.getText();
    };
  }
}
