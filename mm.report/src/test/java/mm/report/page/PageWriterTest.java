package mm.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.Logs;
import mm.report.Reports;
import mm.report.Who;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page holds; how it looks and behaves is tested in a browser. */
class PageWriterTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  @TempDir Path folder;

  private String page(List<Event> events) throws IOException {
    Path file = folder.resolve("page.html");
    Reports.page(Logs.write(folder, events), file);
    return Files.readString(file);
  }

  private JsonNode data(List<Event> events) throws IOException {
    Matcher found = DATA.matcher(page(events));
    assertTrue(found.find());
    return new ObjectMapper().readTree(found.group(1));
  }

  /** Else it would be told of nothing, and of most of that in vain. */
  @Test
  void shouldCountFlushesAsToldForWhoIsToldOfNothingElse() throws IOException {
    Event flush = Logs.callback("flush-secondary-tlb", 1).by(Who.driver("iommu"));
    Event start = Logs.callback("start", 2).by(Who.driver("gru"));
    JsonNode drivers =
        data(List.of(flush, flush, start, flush.by(Who.driver("gru")))).get("drivers");
    assertEquals(2, drivers.get(0).get("told").asInt());
    assertEquals(1, drivers.get(1).get("told").asInt());
  }

  @Test
  void shouldHoldTheFiguresOfTheRun() throws IOException {
    JsonNode data = data(Logs.oneOfEach());
    assertEquals("Replay of <b>test</b>", data.at("/summary/title").asText());
    assertEquals("found", data.at("/summary/verdict").asText());
    assertEquals(1, data.at("/summary/counts/decline").asInt());
    assertEquals("kvm", data.at("/drivers/0/id").asText());
    assertEquals(1, data.at("/drivers/0/waits").asInt());
    assertEquals(1, data.at("/drivers/1/declined").asInt());
    assertEquals("i915", data.at("/waits/0/holder").asText());
    assertEquals("given up", data.at("/reaps/list/0/outcome").asText());
    assertEquals("deadlocks", data.at("/outcomes/0/outcome").asText());
    assertEquals("recorded", data.at("/timeline/clock").asText());
  }

  @Test
  void shouldTellWhatCameBeforeAFinding() throws IOException {
    JsonNode story = data(Logs.oneOfEach()).at("/stories/list/0");
    assertEquals("R1.4", story.get("rule").asText());
    List<String> kinds = new ArrayList<>();
    story.get("steps").forEach(each -> kinds.add(each.get("kind").asText()));
    assertEquals(
        List.of(
            "attach", "operation", "section-begin", "callback", "wait", "section-end", "violation"),
        kinds);
  }

  @Test
  void shouldLetNoTextOfARunBecomeMarkup() throws IOException {
    String page = page(Logs.oneOfEach());
    assertTrue(page.contains("<title>Replay of &lt;b>test&lt;/b></title>"));
    assertFalse(DATA.matcher(page).results().findFirst().orElseThrow().group(1).contains("<"));
  }

  @Test
  void shouldAllowItsOwnScriptsAndNothingElse() throws Exception {
    String page = page(Logs.oneOfEach());
    Matcher policy = Pattern.compile("Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertTrue(policy.find());
    assertTrue(policy.group(1).startsWith("default-src 'none';"), policy.group(1));
    Matcher scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    int count = 0;
    while (scripts.find()) {
      count++;
      assertTrue(policy.group(1).contains(digest(scripts.group(1))), "script " + count);
    }
    assertEquals(2, count);
  }

  private static String digest(String script) throws Exception {
    byte[] sha =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
  }

  @Test
  void shouldReferToNoOtherFile() throws IOException {
    String shell = page(Logs.oneOfEach()).replaceAll("(?s)<script>.*?</script>", "");
    assertFalse(Pattern.compile("(src|href)=\"(?!#|data:)").matcher(shell).find());
    assertFalse(shell.contains("@import") || shell.contains("url("));
  }

  @Test
  void shouldGrowNoFurtherThanItsBuckets() throws IOException {
    List<Event> many = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      many.add(section(i, 1L << 12));
      many.add(Logs.callback("start", i).by(new Who("p0", "main", "kvm")));
    }
    JsonNode data = data(many);
    long size = Files.size(folder.resolve("page.html"));
    assertTrue(size < 2_500_000, "bytes: " + size);
    assertEquals(3, data.at("/timeline/levels").size());
    assertTrue(data.at("/map/rows").size() <= AddressRows.LIMIT);
    assertEquals(0, data.at("/listing/all").size());
    assertEquals(20_000, sum(data.at("/timeline/levels/2/lanes/1")));
    assertEquals(20_000, sum(data.at("/timeline/levels/0/lanes/2")));
  }

  private static Event section(int i, long stride) {
    return Event.of(EventKind.SECTION_BEGIN, Logs.at(i))
        .by(Who.in("p0", "task 0"))
        .because("UNMAP")
        .on(0x5500_0000_0000L + i * stride, 0x5500_0000_0000L + i * stride + 4096)
        .with(Event.SECTION, i);
  }

  /** Of column, count, column, count. */
  private static long sum(JsonNode lane) {
    long sum = 0;
    for (int i = 1; i < lane.size(); i += 2) {
      sum += lane.get(i).asLong();
    }
    return sum;
  }

  @Test
  void shouldFindAStormAndWhatItWasOf() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      events.add(section(i * 1_000, 0));
    }
    for (int i = 0; i < 500; i++) {
      events.add(section(500_000 + i, 0).because("MIGRATE"));
    }
    JsonNode storms = data(events).get("storms");
    assertEquals(1, storms.size());
    assertEquals("MIGRATE", storms.at("/0/cause").asText());
    assertTrue(storms.at("/0/sections").asInt() >= 500);
    assertTrue(storms.at("/0/from").asLong() <= 500_000_000L);
  }

  @Test
  void shouldNotCallAnEvenLoadAStorm() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      events.add(section(i, 4096));
    }
    assertEquals(0, data(events).get("storms").size());
  }

  @Test
  void shouldLeaveAWholeSpaceOutOfTheMap() throws IOException {
    Event exit = section(1, 0).on(0, 1L << 47);
    JsonNode map = data(List.of(exit, section(2, 0))).get("map");
    assertEquals(1, map.get("whole").asInt());
    assertEquals(1, map.get("rows").size());
  }

  @Test
  void shouldMakeAPageOfAnEmptyRun() throws IOException {
    assertEquals(0, data(List.of()).at("/summary/events").asInt());
  }
}
