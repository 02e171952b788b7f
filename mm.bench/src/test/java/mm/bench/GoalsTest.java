package mm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.bench.row.Peer;
import mm.bench.row.Point;
import mm.bench.row.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

class GoalsTest {
  static Stream<Point> points() {
    return Goals.rows().stream()
        .flatMap(row -> Stream.concat(Stream.of(row.point()), row.peer().map(Peer::point).stream()))
        .distinct();
  }

  @Test
  void shouldGiveEachRowATitleOfItsOwn() {
    List<String> titles = Goals.rows().stream().map(Row::title).toList();
    assertEquals(new HashSet<>(titles).size(), titles.size());
  }

  /** A parameter that is left open would run once for each of its values. */
  @ParameterizedTest
  @MethodSource("points")
  void shouldNameABenchmarkThatExistsAndFixAllOfItsParameters(Point point) throws Exception {
    assertTrue(hasBenchmark(point), point.toString());
    Set<String> parameters =
        Arrays.stream(point.benchmark().getFields())
            .filter(field -> field.isAnnotationPresent(Param.class))
            .map(Field::getName)
            .collect(Collectors.toSet());
    assertEquals(parameters, point.parameters().keySet());
  }

  private static boolean hasBenchmark(Point point) {
    return Arrays.stream(point.benchmark().getMethods())
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .anyMatch(method -> method.getName().equals(point.method()));
  }
}
