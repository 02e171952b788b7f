package mm.bench;

import java.util.List;
import java.util.stream.Stream;
import mm.api.CoreOptions.Guards;
import mm.bench.index.Structure;
import mm.bench.row.Peer;
import mm.bench.row.Point;
import mm.bench.row.Row;
import mm.bench.suite.EventAdminBenchmark;
import mm.bench.suite.EventBusBenchmark;
import mm.bench.suite.FloorBenchmark;
import mm.bench.suite.FootprintBenchmark;
import mm.bench.suite.GracePeriodBenchmark;
import mm.bench.suite.IndexBenchmark;
import mm.bench.suite.IntervalPairBenchmark;
import mm.bench.suite.LeastReadBenchmark;
import mm.bench.suite.LeastSectionBenchmark;
import mm.bench.suite.ListPairBenchmark;
import mm.bench.suite.MachineBenchmark;
import mm.bench.suite.PlainPairBenchmark;
import mm.bench.suite.ReadBenchmark;

/** All rows of the report, in its order. */
final class Goals {
  /** The unit of everything. */
  static final Point FENCE = Point.of(FloorBenchmark.class, "fullFence");

  private static final Point READ = Point.of(ReadBenchmark.class, "read");
  private static final Point LEAST_READ = Point.of(LeastReadBenchmark.class, "read");
  private static final int HUNDRED = 100;
  private static final int TEN_THOUSAND = 10_000;
  private static final int MILLION = 1_000_000;
  private static final int MANY_HITS = 16;
  private static final int IDLE_SLOTS = 64;

  /** In pages. */
  private static final int GIBIBYTE = 1 << 18;

  private static final Peer FULL_FENCE = new Peer("full fence", FENCE);
  private static final String ALLOCATION = "allocation, ";

  private Goals() {}

  static List<Row> rows() {
    return Stream.of(
            floors(),
            lists(),
            searches(),
            sections(),
            updates(),
            waiting(),
            besideFloors(),
            memory(),
            guards(),
            machine())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Row> floors() {
    return List.of(
        Row.info("floor: full fence", FENCE, FULL_FENCE),
        Row.info("floor: megamorphic call", floor("megamorphicCall"), FULL_FENCE),
        Row.info("floor: volatile read", floor("volatileRead"), FULL_FENCE),
        Row.info("floor: least section k=0", leastSection("untold"), FULL_FENCE),
        Row.info("floor: least section k=0, refusing", leastSection("untoldRefusing"), FULL_FENCE),
        Row.info("floor: least section k=1", leastSection("told"), FULL_FENCE),
        Row.info("floor: least section k=1, refusing", leastSection("toldRefusing"), FULL_FENCE),
        leastIntervalSection(HUNDRED),
        leastIntervalSection(TEN_THOUSAND),
        Row.info("floor: least read", LEAST_READ, FULL_FENCE));
  }

  private static Row leastIntervalSection(int n) {
    return Row.above(
        "floor: least interval section k=1 n=" + n,
        index("leastSection", Structure.ENGINE, n, 1),
        new Peer("its search", index("search", Structure.ENGINE, n, 1)));
  }

  /** No goals, but what the rows counted in fences come to where nothing is left to save. */
  private static List<Row> besideFloors() {
    return List.of(
        besideFloor("list pair k=0", list(0, Guards.OFF), leastSection("untoldRefusing")),
        besideFloor("list pair k=1", list(1, Guards.OFF), leastSection("toldRefusing")),
        besideFloorOfIntervals(HUNDRED),
        besideFloorOfIntervals(TEN_THOUSAND),
        besideFloor("readBegin+readRetry", READ, LEAST_READ));
  }

  private static Row besideFloorOfIntervals(int n) {
    return besideFloor(
        "interval pair k=1 n=" + n,
        intervals(n, Guards.OFF),
        index("leastSection", Structure.ENGINE, n, 1));
  }

  private static Row besideFloor(String name, Point point, Point floor) {
    return Row.info(name, point, new Peer("its floor", floor));
  }

  private static Point leastSection(String method) {
    return Point.of(LeastSectionBenchmark.class, method);
  }

  private static List<Row> lists() {
    Peer array = new Peer("bare array loop", plain("array"));
    Peer copyOnWrite = new Peer("CopyOnWriteArrayList", plain("copyOnWrite"));
    Peer eventBus = new Peer("Guava EventBus", one(EventBusBenchmark.class));
    Peer eventAdmin = new Peer("Felix EventAdmin", one(EventAdminBenchmark.class));
    return List.of(
        Row.atMost("list pair k=0", list(0, Guards.OFF), 0.5, FULL_FENCE),
        Row.atMost("list pair k=1", list(1, Guards.OFF), 3, FULL_FENCE),
        Row.atMost("list pair k=16", list(MANY_HITS, Guards.OFF), 1.25, array),
        Row.faster("list pair k=1", list(1, Guards.OFF), 10, eventBus),
        Row.faster("list pair k=1", list(1, Guards.OFF), 20, eventAdmin),
        Row.faster("list pair k=16", list(MANY_HITS, Guards.OFF), 1.5, copyOnWrite));
  }

  private static List<Row> searches() {
    return List.of(
        search(TEN_THOUSAND, 1, 3, Structure.GUAVA),
        search(MILLION, 1, 2, Structure.GUAVA),
        search(HUNDRED, 1, 1, Structure.HTSJDK),
        search(TEN_THOUSAND, 1, 1.3, Structure.HTSJDK),
        search(MILLION, 1, 1, Structure.HTSJDK),
        search(TEN_THOUSAND, MANY_HITS, 1.5, Structure.HTSJDK));
  }

  private static Row search(int n, int hits, double factor, Structure peer) {
    return Row.faster(
        "interval search k=" + hits + " n=" + n,
        index("search", Structure.ENGINE, n, hits),
        factor,
        new Peer(name(peer), index("search", peer, n, hits)));
  }

  /** No goal at a million: memory latency varies by more than the goal between two runs. */
  private static List<Row> sections() {
    return List.of(
        aboveSearch(HUNDRED).withGoal(4),
        aboveSearch(TEN_THOUSAND).withGoal(4),
        aboveSearch(MILLION));
  }

  private static Row aboveSearch(int n) {
    return Row.above(
        "interval pair k=1 n=" + n,
        intervals(n, Guards.OFF),
        new Peer("its search", index("search", Structure.ENGINE, n, 1)));
  }

  private static List<Row> updates() {
    return List.of(
        fasterUpdate(TEN_THOUSAND, 3, Structure.GUAVA),
        fasterUpdate(MILLION, 2, Structure.GUAVA),
        Row.atMost(
            "interval update n=" + HUNDRED,
            index("update", Structure.ENGINE, HUNDRED, 1),
            1.3,
            updated(Structure.HTSJDK, HUNDRED)),
        fasterUpdate(TEN_THOUSAND, 1.5, Structure.HTSJDK),
        fasterUpdate(MILLION, 1.5, Structure.HTSJDK));
  }

  private static Row fasterUpdate(int n, double factor, Structure peer) {
    return Row.faster(
        "interval update n=" + n,
        index("update", Structure.ENGINE, n, 1),
        factor,
        updated(peer, n));
  }

  private static Peer updated(Structure peer, int n) {
    return new Peer(name(peer), index("update", peer, n, 1));
  }

  private static List<Row> waiting() {
    Point list = list(1, Guards.OFF);
    Point intervals = intervals(TEN_THOUSAND, Guards.OFF);
    return List.of(
        Row.atMost("readBegin+readRetry", READ, 0.2, FULL_FENCE),
        Row.throughput(
            "2 threads, list pair k=1", list.onThreads(2), 1, new Peer("1 thread", list)),
        Row.throughput(
            "2 threads, interval pair k=1 n=" + TEN_THOUSAND,
            intervals.onThreads(2),
            1,
            new Peer("1 thread", intervals)),
        Row.atMost("grace period, 64 idle slots", grace("closeAgain"), 200, FULL_FENCE));
  }

  private static List<Row> memory() {
    Point search = index("search", Structure.ENGINE, TEN_THOUSAND, 1);
    return List.of(
        Row.kept("interval index memory n=" + MILLION, footprint("index")).withGoal(64),
        Row.kept("interval subscription memory n=" + MILLION, footprint("subscriptions")),
        Row.allocatesNothing(ALLOCATION + "list pair k=0", list(0, Guards.OFF)),
        Row.allocatesNothing(ALLOCATION + "list pair k=1", list(1, Guards.OFF)),
        Row.allocatesNothing(ALLOCATION + "list pair k=16", list(MANY_HITS, Guards.OFF)),
        Row.allocatesNothing(ALLOCATION + "interval search k=1", search),
        Row.allocatesNothing(
            ALLOCATION + "interval search k=16",
            index("search", Structure.ENGINE, TEN_THOUSAND, MANY_HITS)),
        Row.allocatesNothing(ALLOCATION + "interval pair k=1", intervals(TEN_THOUSAND, Guards.OFF)),
        Row.allocatesNothing(ALLOCATION + "readBegin+readRetry", READ));
  }

  /** What else is good to know. */
  private static List<Row> guards() {
    return List.of(
        Row.info("list pair k=0, guards on", list(0, Guards.ON), FULL_FENCE),
        Row.info("list pair k=1, guards on", list(1, Guards.ON), FULL_FENCE),
        Row.info("list pair k=16, guards on", list(MANY_HITS, Guards.ON), FULL_FENCE),
        Row.info(
            "interval pair k=1 n=" + TEN_THOUSAND + ", guards on",
            intervals(TEN_THOUSAND, Guards.ON),
            FULL_FENCE),
        Row.info(
            "interval close+subscribe n=" + TEN_THOUSAND,
            intervals(TEN_THOUSAND, Guards.OFF, "resubscribe"),
            FULL_FENCE),
        Row.info("subscribe+close, 64 idle slots", grace("subscribeAndClose"), FULL_FENCE));
  }

  /** Operations of the simulated machine; for one page Linux itself takes about as long. */
  private static List<Row> machine() {
    return List.of(
        Row.info("machine: a section, 1 page", machine("section"), FULL_FENCE),
        Row.info("machine: first write to a page", machine("touchPage"), FULL_FENCE),
        Row.atMost("machine: DONTNEED, 1 page", machine("discardPage"), 200, FULL_FENCE),
        Row.atMost("machine: munmap, 1 page", machine("unmapPage"), 400, FULL_FENCE),
        Row.atMost("machine: mprotect, 1 page", machine("protectPage"), 200, FULL_FENCE),
        Row.atMost("machine: DONTNEED, 512 pages", machine("discardBlock"), 4_000, FULL_FENCE),
        Row.atMost("machine: fork, 1 GiB", machine("fork"), 6_000_000, FULL_FENCE),
        Row.kept("machine: memory of a mapped page", footprint("mappedPages")).withGoal(16),
        Row.kept("machine: memory of a mapped page, lists kept", footprint("listedPages")));
  }

  private static Point machine(String method) {
    return Point.of(MachineBenchmark.class, method).with("pages", GIBIBYTE);
  }

  private static Point floor(String method) {
    return Point.of(FloorBenchmark.class, method);
  }

  private static Point list(int subscribers, Guards guards) {
    return Point.of(ListPairBenchmark.class, "pair")
        .with("subscribers", subscribers)
        .with("guards", guards);
  }

  private static Point plain(String method) {
    return Point.of(PlainPairBenchmark.class, method).with("subscribers", MANY_HITS);
  }

  private static Point one(Class<?> bus) {
    return Point.of(bus, "pair").with("subscribers", 1);
  }

  private static Point index(String method, Structure structure, int n, int hits) {
    return Point.of(IndexBenchmark.class, method)
        .with("structure", structure)
        .with("n", n)
        .with("hits", hits);
  }

  private static Point intervals(int n, Guards guards) {
    return intervals(n, guards, "pair");
  }

  private static Point intervals(int n, Guards guards, String method) {
    return Point.of(IntervalPairBenchmark.class, method)
        .with("n", n)
        .with("hits", 1)
        .with("guards", guards);
  }

  private static Point grace(String method) {
    return Point.of(GracePeriodBenchmark.class, method).with("slots", IDLE_SLOTS);
  }

  private static Point footprint(String method) {
    return Point.of(FootprintBenchmark.class, method).with("n", MILLION);
  }

  private static String name(Structure peer) {
    return peer == Structure.GUAVA ? "Guava TreeRangeMap" : "htsjdk IntervalTree";
  }
}
