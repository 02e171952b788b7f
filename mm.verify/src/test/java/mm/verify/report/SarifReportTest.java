package mm.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SARIF against the schema of version 2.1.0, and against what readers do beyond it. */
class SarifReportTest {
  private static final String SCHEMA = "/schema/sarif-schema-2.1.0.json";

  @TempDir private Path folder;
  private JsonNode sarif;

  @BeforeEach
  void write() throws IOException {
    sarif = new ObjectMapper().readTree(SampleReports.of(folder, Format.SARIF));
  }

  private static Set<ValidationMessage> validate(JsonNode report) throws IOException {
    SchemaValidatorsConfig formatsToo =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    try (InputStream in = SarifReportTest.class.getResourceAsStream(SCHEMA)) {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in, formatsToo);
      return schema.validate(report);
    }
  }

  @Test
  void shouldBeValidByTheSchema() throws IOException {
    assertEquals(Set.of(), validate(sarif));
  }

  @Test
  void shouldBeJudgedByASchemaThatNoticesWhatIsWrong() throws IOException {
    JsonNode misspelt = sarif.deepCopy();
    ((ObjectNode) results(misspelt).get(0)).put("rule", "R6.17");
    assertFalse(validate(misspelt).isEmpty());
    JsonNode silent = sarif.deepCopy();
    ((ObjectNode) results(silent).get(0)).remove("message");
    assertFalse(validate(silent).isEmpty());
    JsonNode relative = sarif.deepCopy();
    ((ObjectNode) relative).put("$schema", "no uri at all");
    assertFalse(validate(relative).isEmpty());
  }

  private static ArrayNode results(JsonNode report) {
    return (ArrayNode) report.at("/runs/0/results");
  }

  @Test
  void shouldNameTheRuleOfEachResult() {
    JsonNode rules = sarif.at("/runs/0/tool/driver/rules");
    assertEquals(4, results(sarif).size());
    for (JsonNode result : results(sarif)) {
      JsonNode rule = rules.get(result.get("ruleIndex").intValue());
      assertEquals(rule.get("id"), result.get("ruleId"));
      for (String text : List.of("shortDescription", "fullDescription", "help")) {
        assertFalse(rule.at("/" + text + "/text").asText().isBlank(), rule + " " + text);
      }
    }
  }

  @Test
  void shouldShowTheWayThroughTheSourceFiles() {
    List<JsonNode> places = sarif.findValues("physicalLocation");
    List<JsonNode> lines = places.stream().filter(place -> place.has("region")).toList();
    assertTrue(lines.size() > 4, sarif::toPrettyString);
    for (JsonNode place : lines) {
      String uri = place.at("/artifactLocation/uri").asText();
      assertTrue(uri.endsWith("module/src/main/java/x/TestNotifier.java"), uri);
      assertTrue(place.at("/region/startLine").intValue() > 0, place::toString);
    }
  }

  @Test
  void shouldGiveTheReasonOfWhatIsJustified() {
    List<JsonNode> suppressions = sarif.findValues("suppressions");
    assertEquals(1, suppressions.size());
    assertEquals("inSource", suppressions.get(0).at("/0/kind").asText());
    assertEquals("never contended", suppressions.get(0).at("/0/justification").asText());
  }
}
