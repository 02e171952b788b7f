package mm.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path folder;

  @Test
  void shouldWriteText() throws IOException {
    String text = new String(SampleReports.of(folder, Format.TEXT), StandardCharsets.UTF_8);
    assertTrue(text.contains("because: never contended"), text);
    assertTrue(
        text.contains("4 bundles, 3 drivers: 2 errors, 0 warnings, 1 unproven, 1 justified"), text);
  }

  @Test
  void shouldWriteOneJsonObject() throws IOException {
    JsonNode json = new ObjectMapper().readTree(SampleReports.of(folder, Format.JSON));
    assertTrue(json.get("refused").booleanValue());
    assertEquals(4, json.get("bundles").size());
    assertEquals(1, json.get("skipped").size());
    assertEquals(1, json.get("unproven").intValue());
  }
}
