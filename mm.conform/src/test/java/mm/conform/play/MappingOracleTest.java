package mm.conform.play;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.conform.script.Format;
import mm.conform.script.Regions;
import mm.conform.script.Step;
import mm.machine.KernelVersion;
import mm.machine.Protection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingOracleTest {
  private final World world = new World(KernelVersion.V6_18, Format.PROGRAMS, Regions.DEFAULT);
  private final MappingOracle oracle = new MappingOracle(Regions.DEFAULT);

  @BeforeEach
  void map() {
    play(step("touch", Map.of("access", "read", "ranges", List.of())));
    play(
        step(
            "mmap",
            Map.of(
                "page",
                0L,
                "pages",
                8L,
                "kind",
                "anon",
                "sharing",
                "private",
                "prot",
                "rw",
                "fixed",
                "noreplace")));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Step step(String op, Map<String, Object> fields) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("op", op);
    all.put("region", "A");
    return Step.of(0, all);
  }

  private void play(Step step) {
    oracle.played(world, step, Operations.prepare(step, Regions.DEFAULT).run(world));
  }

  private Optional<Breach.Kind> breach() {
    return oracle.breach(world).map(Breach::kind);
  }

  @Test
  void shouldFollowWhatIsUnmappedProtectedAndMoved() {
    play(step("munmap", Map.of("page", 6L, "pages", 1L)));
    play(step("mprotect", Map.of("page", 4L, "pages", 4L, "prot", "r")));
    play(
        step(
            "mremap",
            Map.of(
                "page",
                0L,
                "old_pages",
                2L,
                "new_pages",
                3L,
                "flags",
                List.of("MAYMOVE", "FIXED"),
                "to",
                Map.of("region", "B", "page", 0L))));
    play(step("mremap", Map.of("page", 2L, "old_pages", 3L, "new_pages", 1L, "flags", List.of())));
    assertEquals(Optional.empty(), breach());
  }

  @Test
  void shouldKeepWhatLiesOppositeAHole() {
    play(moveToB("MAYMOVE", "FIXED", "DONTUNMAP"));
    play(step("munmap", Map.of("page", 3L, "pages", 1L)));
    play(moveToB("MAYMOVE", "FIXED"));
    assertEquals(Optional.empty(), breach());
    assertEquals(8 * 4096, mapped());
  }

  private long mapped() {
    return world.process("p0").proc().maps().list().stream()
        .mapToLong(each -> each.end() - each.start())
        .sum();
  }

  private static Step moveToB(String... flags) {
    Map<String, Object> to = Map.of("region", "B", "page", 0L);
    return step(
        "mremap",
        Map.of("page", 0L, "old_pages", 8L, "new_pages", 8L, "flags", List.of(flags), "to", to));
  }

  @Test
  void shouldNoticeAStepThatDidNotDoWhatItSays() {
    oracle.played(world, step("munmap", Map.of("page", 3L, "pages", 1L)), "0");
    assertEquals(Optional.of(Breach.Kind.MAPPINGS), breach());
  }

  @Test
  void shouldNoticeAChangeThatNobodyAskedFor() {
    world.process("p0").mprotect(0x2000_0000_0000L, 4096, Protection.R);
    oracle.played(world, step("madvise", Map.of("page", 0L, "pages", 1L, "advice", "COLD")), "0");
    assertEquals(Optional.of(Breach.Kind.MAPPINGS), breach());
  }

  @Test
  void shouldLookAnewAfterAnError() {
    world.process("p0").munmap(0x2000_0000_0000L, 4096);
    oracle.played(world, step("munmap", Map.of("page", 0L, "pages", 1L)), "EINVAL");
    assertEquals(Optional.empty(), breach());
  }
}
