package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.api.NotifierCore;
import mm.machine.KernelVersion;
import mm.replay.PredictionFigures.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final Path SAMPLES = Path.of("..", "samples");

  /** A program is loaded, and the recorder listens from the first munmap on. */
  private static final List<String> LOADED =
      List.of(
          "0 p1 S execve()",
          "1 p1 R execve 0",
          "2 p1 S mmap(addr=0,len=0x1000,prot=0x1,flags=0x22,fd=0xffffffff,off=0)",
          "2 p1 R mmap 0x7f0000000000",
          "3 p1 S munmap(addr=0x7f0000000000,len=0x1000)",
          "3 p1 R munmap 0",
          "4 p1 S mmap(addr=0,len=0x400000,prot=0x3,flags=0x22,fd=0xffffffff,off=0)",
          "4 p1 R mmap 0x7f0000000000");

  /** Cuts a block in two, and changes the rights of the lower part. */
  private static final List<String> PROTECTED =
      List.of(
          "5 p1 S mprotect(start=0x7f0000000000,len=0x3000,prot=0x1)",
          "5 p1 N inv 7f0000000000 7f0000200000 __split_huge_pmd",
          "5 p1 N inv 7f0000000000 7f0000003000 change_protection",
          "5 p1 R mprotect 0");

  private static final List<String> UNMAPPED =
      List.of(
          "6 p1 S munmap(addr=0x7f0000000000,len=0x400000)",
          "6 p1 N inv 7f0000000000 7f0000400000 unmap_vmas",
          "6 p1 R munmap 0");

  @TempDir Path folder;

  private final NotifierCore core = NotifierCore.create();

  @SafeVarargs
  private Path recording(List<String>... parts) throws IOException {
    List<String> lines = new ArrayList<>();
    for (List<String> part : parts) {
      lines.addAll(part);
    }
    return Files.write(folder.resolve("small.notify"), lines);
  }

  private Report compare(Path... files) throws Exception {
    ReplayRequest request =
        new ReplayRequest(
            List.of(files),
            List.of(),
            Optional.of(NotificationSource.CALLS),
            DeviceChoice.NONE,
            1,
            PredictionCheck.COMPARE,
            0,
            ContentsCheck.NONE,
            List.of(),
            KernelVersion.V6_18,
            Optional.empty(),
            Strictness.NORMAL);
    return new Replay(Stage.of(core), request, Progress.NONE, Story.of(Set.of()), Journal.UNREAD)
        .run();
  }

  private static Counts counts(Report report, NotificationClass which) {
    return report.predicted().orElseThrow().of(which);
  }

  @Test
  void shouldHitWhatTheSameCallRaised() throws Exception {
    Report report = compare(recording(LOADED, PROTECTED, UNMAPPED));
    assertEquals(new Counts(1, 1, 1, 0), counts(report, NotificationClass.UNMAP));
    assertEquals(new Counts(1, 1, 1, 0), counts(report, NotificationClass.SPLIT));
    assertEquals(new Counts(1, 1, 1, 0), counts(report, NotificationClass.PROTECT));
    assertEquals(1, report.predicted().orElseThrow().notCounted(), "the loader's munmap");
  }

  @Test
  void shouldSeeAPlantedRangeThatTheMachineDoesNotRaise() throws Exception {
    List<String> wrong = new ArrayList<>(UNMAPPED);
    wrong.set(1, "6 p1 N inv 7f0000000000 7f0000401000 unmap_vmas");
    Counts unmap = counts(compare(recording(LOADED, PROTECTED, wrong)), NotificationClass.UNMAP);
    assertEquals(new Counts(1, 1, 0, 0), unmap);
    assertEquals(0, unmap.recall());
    assertEquals(0, unmap.precision());
  }

  @Test
  void shouldSeeANotificationTooManyAndOneTooFew() throws Exception {
    List<String> silent = new ArrayList<>(PROTECTED);
    silent.remove(2);
    List<String> twice = new ArrayList<>(UNMAPPED);
    twice.add(1, UNMAPPED.get(1));
    Report report = compare(recording(LOADED, silent, twice));
    assertEquals(new Counts(0, 1, 0, 0), counts(report, NotificationClass.PROTECT));
    assertEquals(new Counts(2, 1, 1, 0), counts(report, NotificationClass.UNMAP));
  }

  @Test
  void shouldNotTakeTheNotificationOfAnotherCallForAHit() throws Exception {
    List<String> late = new ArrayList<>(PROTECTED);
    String split = late.remove(1);
    late.add(split);
    Counts counts = counts(compare(recording(LOADED, late)), NotificationClass.SPLIT);
    assertEquals(new Counts(1, 1, 0, 1), counts);
  }

  @Test
  void shouldCountApartWhatCallsCannotPredict() throws Exception {
    List<String> fault =
        List.of(
            "5 p1 N inv 7f0000001000 7f0000002000 do_wp_page",
            "5 p1 N inv 7f0000001000 7f0000002000 page_vma_mkclean_one");
    Report report = compare(recording(LOADED, fault, UNMAPPED));
    assertEquals(
        Map.of("page-fault", 1L, "writeback", 1L), report.predicted().orElseThrow().apart());
    assertEquals(new Counts(1, 1, 1, 0), counts(report, NotificationClass.UNMAP));
  }

  @Test
  void shouldNotCountAMemoryThatNobodyObserved() throws Exception {
    List<String> quiet = new ArrayList<>(UNMAPPED);
    quiet.remove(1);
    Report report = compare(recording(LOADED, quiet));
    assertEquals(Counts.NONE, counts(report, NotificationClass.UNMAP));
    assertEquals(2, report.predicted().orElseThrow().notCounted());
  }

  @Test
  void shouldPredictTheRecordedProgramsInSamples() throws Exception {
    Report report =
        compare(SAMPLES.resolve("git-gc.notify.xz"), SAMPLES.resolve("redis.notify.xz"));
    PredictionFigures git = report.inputs().get(0).predicted().orElseThrow();
    assertEquals(new Counts(48, 48, 48, 0), git.of(NotificationClass.UNMAP));
    for (NotificationClass which : List.of(NotificationClass.SPLIT, NotificationClass.PROTECT)) {
      assertEquals(1, counts(report, which).recall(), which::toString);
    }
    Counts unmap = counts(report, NotificationClass.UNMAP);
    assertEquals(236, unmap.observed());
    assertEquals(1, unmap.recall());
    PredictionFigures redis = report.inputs().get(1).predicted().orElseThrow();
    assertEquals(
        git.of(NotificationClass.UNMAP).plus(redis.of(NotificationClass.UNMAP)), unmap, "pooled");
  }

  @Test
  void shouldPrintTheFiguresAsTextAndAsJson() {
    assertEquals(ReplayVerb.CLEAN, verb("calls", "git-gc.notify.xz", false));
    assertTrue(printed().contains("recall"), this::printed);
    out.reset();
    assertEquals(ReplayVerb.CLEAN, verb("calls", "git-gc.notify.xz", true));
    assertTrue(
        printed().replaceAll("\\s", "").contains("\"unmap\":{\"observed\":48,\"predicted\":48,"),
        this::printed);
    assertTrue(printed().contains("\"predicted\" : {"), this::printed);
  }

  @Test
  void shouldRefuseWhatCannotBeCompared() {
    assertEquals(ReplayVerb.UNUSABLE, verb(null, "git-gc.notify.xz", false));
    assertEquals(ReplayVerb.UNUSABLE, verb("notifications", "git-gc.notify.xz", false));
    assertEquals(ReplayVerb.UNUSABLE, verb("calls", "git-gc.trace.xz", false));
    String said = printed();
    assertEquals(2, said.lines().filter(line -> line.contains("add --from calls")).count(), said);
    assertTrue(said.contains("git-gc.trace.xz: has no recorded notifications to compare"), said);
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private int verb(String from, String sample, boolean json) {
    Map<String, Object> options = new HashMap<>();
    options.put("files", List.of(SAMPLES.resolve(sample)));
    options.put("compare", true);
    options.put("from", from);
    options.put("json", json);
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    options.put("out", stream);
    options.put("err", stream);
    return new ReplayVerb(core, Generations.NONE).applyAsInt(options);
  }
}
