package mm.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, is empty",
    "8192, 4096, is empty",
    "4096, 4095, is empty",
    "1, 4096, is not page aligned",
    "0, 4097, is not page aligned",
    "-4096, 4096, leaves the address space",
    "0, -4096, leaves the address space",
    "0, 9223372036854775807, is not page aligned"
  })
  void shouldRefuseBadBoundsWithTheReason_R2_9(long start, long end, String reason) {
    ContractException thrown =
        assertThrows(ContractException.class, () -> new AddressRange(start, end));
    assertEquals(Rule.R2_9, thrown.rule());
    assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
  }

  @Test
  void shouldBeHalfOpen() {
    AddressRange range = new AddressRange(0x1000, 0x3000);
    assertTrue(range.contains(0x1000));
    assertTrue(range.contains(0x2fff));
    assertFalse(range.contains(0x3000));
    assertTrue(range.overlaps(0, 0x1001));
    assertFalse(range.overlaps(0, 0x1000));
    assertFalse(range.overlaps(0x3000, 0x4000));
    assertEquals(2, range.pages());
    assertEquals("[0x1000, 0x3000)", range.toString());
  }

  @Test
  void shouldCoverWholePages() {
    assertEquals(new AddressRange(0x1000, 0x3000), AddressRange.covering(0x1fff, 2));
    assertEquals(new AddressRange(0x1000, 0x2000), AddressRange.page(0x1abc));
    assertEquals(AddressRange.TOP, AddressRange.WHOLE.end());
    assertThrows(
        ContractException.class, () -> AddressRange.covering(AddressRange.TOP - 1, 0x2000));
  }
}
