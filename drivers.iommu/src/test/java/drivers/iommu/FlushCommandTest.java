package drivers.iommu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arithmetic of ranges, where Linux had an overflow and an off-by-one (e7ad6c2a4b1a). */
class FlushCommandTest {
  private static final long LAST_PAGE = (AddressRange.TOP >>> AddressRange.PAGE_SHIFT) - 1;

  private final Iotlb tlb = new Iotlb();

  private void fill(long... pages) {
    for (long page : pages) {
      tlb.fill(page, Page.present(page + 1, Access.READ));
    }
  }

  private Set<Long> held() {
    Set<Long> held = new TreeSet<>();
    tlb.forEach(0, Long.MAX_VALUE, (page, frame, rights) -> held.add(page));
    return held;
  }

  private int flush(FlushCommand command, long fromPage, long toPage) {
    return command.run(tlb, fromPage << AddressRange.PAGE_SHIFT, toPage << AddressRange.PAGE_SHIFT);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFlushEverythingWithTheWholeSpace(FlushCommand command) {
    fill(0, 1, 77, LAST_PAGE);
    assertEquals(4, command.run(tlb, 0, AddressRange.TOP));
    assertEquals(Set.of(), held());
  }

  @ParameterizedTest
  @EnumSource
  void shouldFlushOnePageAndNoNeighbour(FlushCommand command) {
    fill(4, 5, 6);
    assertEquals(1, flush(command, 5, 6));
    assertEquals(Set.of(4L, 6L), held());
  }

  @ParameterizedTest
  @EnumSource
  void shouldFlushTheFirstAndTheLastPageThereAre(FlushCommand command) {
    fill(0, 1, LAST_PAGE - 1, LAST_PAGE);
    assertEquals(1, flush(command, 0, 1));
    assertEquals(1, command.run(tlb, AddressRange.TOP - AddressRange.PAGE_SIZE, AddressRange.TOP));
    assertEquals(Set.of(1L, LAST_PAGE - 1), held());
  }

  @ParameterizedTest
  @EnumSource
  void shouldFlushAtLeastTheRangeWhateverItIs(FlushCommand command) {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long from = border(random);
      long to =
          Math.min(LAST_PAGE + 1, from + 1 + Math.abs(border(random)) % (LAST_PAGE - from + 1));
      long inside = from + Math.floorMod(random.nextLong(), to - from);
      tlb.dropAll();
      fill(from, inside, to - 1);
      flush(command, from, to);
      assertEquals(Set.of(), held(), () -> "[" + from + ", " + to + ")");
    }
  }

  /** Small numbers, and numbers around powers of two up to the last page. */
  private static long border(Random random) {
    long near = (1L << random.nextInt(52)) + random.nextInt(5) - 2;
    return Math.max(0, Math.min(LAST_PAGE, random.nextBoolean() ? random.nextInt(64) : near));
  }

  @Test
  void shouldFlushTheWholePasidForTwoPages() {
    fill(1, 5, 6, 1000);
    assertEquals(4, flush(FlushCommand.PAGE_OR_PASID, 5, 7));
  }

  @Test
  void shouldNotTakeThePageAtTheEndForPartOfTheRange() {
    fill(7, 8);
    assertEquals(1, flush(FlushCommand.PAGE_OR_PASID, 7, 8));
    assertEquals(Set.of(8L), held());
  }

  @Test
  void shouldFlushAlignedBlocksOfAPowerOfTwo() {
    fill(3, 4, 5, 7, 8);
    assertEquals(3, flush(FlushCommand.ALIGNED_BLOCKS, 5, 8), "three pages: the block [4, 8)");
    assertEquals(Set.of(3L, 8L), held());
  }

  @Test
  void shouldCoverARangeThatCrossesABlockByTwo() {
    fill(3, 4, 5, 6, 7, 8);
    assertEquals(4, flush(FlushCommand.ALIGNED_BLOCKS, 5, 7), "blocks [4, 6) and [6, 8)");
    assertEquals(Set.of(3L, 8L), held());
  }

  @Test
  void shouldRoundUpToAPowerOfTwo() {
    long[][] expected = {{1, 1}, {2, 2}, {3, 4}, {4, 4}, {5, 8}, {LAST_PAGE, 1L << 51}};
    for (long[] each : expected) {
      assertEquals(each[1], FlushCommand.roundedUp(each[0]));
      assertTrue(each[1] + LAST_PAGE > 0, "no overflow");
    }
  }
}
