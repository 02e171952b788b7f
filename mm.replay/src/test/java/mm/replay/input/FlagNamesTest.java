package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class FlagNamesTest {
  @Test
  void shouldKnowTheNumbersOfLinux() {
    assertEquals(0x100000, FlagNames.MAP.number("MAP_FIXED_NOREPLACE"));
    assertEquals(0x17, FlagNames.ADVICE.number("MADV_POPULATE_WRITE"));
    assertEquals(17, FlagNames.CLONE.number("SIGCHLD"));
    assertNull(FlagNames.MAP.number("MAP_NEW"));
  }

  @Test
  void shouldWriteWhatItReads() {
    assertEquals("PROT_NONE", new Protection(0).toString());
    assertEquals("PROT_READ|PROT_EXEC|0x20", new Protection(0x25).toString());
    assertEquals("MAP_SHARED_VALIDATE|MAP_ANONYMOUS", new MapFlags(0x23).toString());
    assertEquals("MREMAP_MAYMOVE", new RemapFlags(1).toString());
    assertEquals("0", new RemapFlags(0).toString());
    assertEquals("MADV_DONTFORK", new Advice(10).toString());
    assertEquals("0x63", new Advice(99).toString());
    assertEquals("CLONE_VM|SIGCHLD", new CloneFlags(0x111).toString());
    assertEquals("SIGCHLD", new CloneFlags(17).toString());
    assertEquals("unknown", CloneFlags.UNKNOWN.toString());
  }
}
