package mm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mm.bench.fork.BenchmarkFailure;
import mm.bench.fork.Schedule;
import mm.bench.row.Point;
import mm.bench.row.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String ONE_GOAL = "list pair k=1 / full";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Point> ran = new ArrayList<>();
  private Schedule schedule;
  private double fences = 1;

  private int run(String... args) {
    return new Main(print(out), print(err), this::runner).run(args);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private java.util.function.Function<Point, Map<Reading, Double>> runner(Schedule wanted) {
    schedule = wanted;
    return this::measure;
  }

  private Map<Reading, Double> measure(Point point) {
    ran.add(point);
    double cpu = point.equals(Goals.FENCE) ? 5 : 5 * fences;
    return Map.of(Reading.CPU, cpu, Reading.WALL, cpu, Reading.ALLOCATED, 0.0);
  }

  @Test
  void shouldSucceedWhenAllGoalsAreMet() {
    assertEquals(Main.OK, run("--filter", ONE_GOAL));
    assertTrue(out.toString().contains("all 1 goals met"), out.toString());
  }

  @Test
  void shouldFailWhenOneFallsShort() {
    fences = 3.5;
    assertEquals(Main.FALLS_SHORT, run("--filter", ONE_GOAL));
    assertTrue(out.toString().contains("FALLS SHORT"), out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--frob", "--filter", "--filter [", "--filter nosuchrow", "word"})
  void shouldRefuseAWrongCommandLineWithoutRunning(String line) {
    assertEquals(Main.BAD_USAGE, run(line.split(" ")));
    assertTrue(err.toString().startsWith("mm: "), err.toString());
    assertTrue(err.toString().strip().endsWith("\nTry 'mm bench --help'."), err.toString());
    assertEquals(2, err.toString().lines().count(), err.toString());
    assertEquals("", out.toString());
    assertNull(schedule);
  }

  @Test
  void shouldRunTheFenceAndWhatTheRowsNeedOncePerRound() {
    run("--filter", ONE_GOAL);
    assertEquals(Schedule.FULL, schedule);
    assertEquals(2 * Schedule.FULL.forks(), ran.size());
    assertEquals(Goals.FENCE, ran.get(0));
    assertEquals(ran.subList(0, 2), ran.subList(2, 4));
  }

  @Test
  void shouldRunLessWhenInAHurry() {
    run("--quick", "--filter", ONE_GOAL);
    assertEquals(Schedule.QUICK, schedule);
    assertEquals(2, ran.size());
  }

  @Test
  void shouldTellProgressApartFromTheReport() {
    run("--quick", "--filter", ONE_GOAL);
    assertTrue(err.toString().contains("[2/2] ListPairBenchmark.pair"), err.toString());
    assertFalse(out.toString().contains("[2/2]"), out.toString());
  }

  @Test
  void shouldListTheRowsWithoutRunning() {
    assertEquals(Main.OK, run("--list", "--filter", "^LIST pair"));
    assertEquals(6 + 2 + 3, out.toString().lines().count(), out.toString());
    assertNull(schedule);
  }

  @Test
  void shouldListTheRowsAsOneJsonObjectWhicheverOptionComesFirst() throws Exception {
    for (String line : List.of("--list --json", "--json --list")) {
      out.reset();
      assertEquals(Main.OK, run((line + " --filter ^LIST.pair").split(" ")));
      assertIsOneObject();
      assertEquals(6 + 2 + 3, out.toString().split("\"title\"").length - 1, out.toString());
      assertNull(schedule);
    }
  }

  @Test
  void shouldPrintOneJsonObject() throws Exception {
    run("--json", "--quick", "--filter", ONE_GOAL);
    assertIsOneObject();
    assertTrue(out.toString().contains("\"ratio\" : 1.0"), out.toString());
  }

  private void assertIsOneObject() throws Exception {
    try (JsonParser json = new JsonFactory().createParser(out.toString())) {
      assertTrue(json.nextToken().isStructStart());
      json.skipChildren();
      assertNull(json.nextToken());
    }
  }

  @Test
  void shouldStopAtAFailureAndSayWhich() {
    Main main =
        new Main(
            print(out),
            print(err),
            wanted ->
                point -> {
                  throw new BenchmarkFailure("WRONG ANSWER of x", null);
                });
    assertEquals(Main.INTERNAL, main.run("--filter", ONE_GOAL));
    assertTrue(err.toString().contains("mm: WRONG ANSWER of x"), err.toString());
    assertEquals("", out.toString());
  }
}
