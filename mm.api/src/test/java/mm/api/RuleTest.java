package mm.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleTest {
  private static final Path CONTRACT = Path.of("..", "docs", "contract.md");

  /** {@code | R1.1 | text | intent |} */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (R\\d+\\.\\d+) \\| ([^|]+) \\|");

  @Test
  void shouldStandInTheContractWithTheSameTextAndNothingElse() throws IOException {
    String contract = Files.readString(CONTRACT);
    List<String> written =
        ROW.matcher(contract).results().map(m -> row(m.group(1), m.group(2))).toList();
    List<String> coded = Stream.of(Rule.values()).map(r -> row(r.id(), r.text())).toList();
    assertEquals(String.join("\n", coded), String.join("\n", written));
  }

  private static String row(String id, String text) {
    return id + ": " + text.strip();
  }

  @Test
  void shouldBeFoundByItsId() {
    assertEquals(Optional.of(Rule.R2_4), Rule.find("r2.4"));
    assertEquals(Optional.empty(), Rule.find("R99.1"));
  }
}
