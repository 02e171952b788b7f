package mm.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import mm.api.Rule;
import mm.spi.Callback;
import mm.spi.rules.DriverAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "metadata.md");

  @Test
  void shouldHaveARightAndAWrongExampleOfEveryRuleThatIsExamined() throws IOException {
    String page = Files.readString(PAGE);
    for (Rule rule : JunitReport.EXAMINED) {
      int start = page.indexOf("### " + rule.id() + " ");
      assertTrue(start > 0, rule.id());
      int end = page.indexOf("\n### ", start + 1);
      String text = page.substring(start, end < 0 ? page.length() : end).toLowerCase();
      assertTrue(text.contains("wrong") && text.contains("right"), rule.id());
    }
  }

  @Test
  void shouldNameEveryAttributeAndCallback() throws IOException {
    String page = Files.readString(PAGE);
    Stream.concat(DriverAttributes.NAMES.stream(), Stream.of(Callback.values()))
        .forEach(name -> assertTrue(page.contains("`" + name + "`"), name::toString));
  }

  @ParameterizedTest
  @EnumSource
  void shouldKnowReasonAndSourceOfEveryRule(Rule rule) {
    assertFalse(Explanation.of(rule).reason().isEmpty());
    assertFalse(Explanation.of(rule).source().isEmpty());
    assertEquals(rule, Explanation.of(rule).rule());
  }
}
