package mm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableReportTest {
  @Test
  void shouldAlignTheColumnsAndSumUp() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TableReport.print(
        new PrintStream(out, true, StandardCharsets.UTF_8), Canned.outcomes(), Canned.MACHINE);
    String expected =
        """
        row            measured  fences  against              ratio   goal       verdict
        ours           10.0 ns   2.00    full fence  5.00 ns  2.00x   <= 3.00x   ok
        ours           10.0 ns   2.00    peer        123 ns   12.3x   >= 20.0x   FALLS SHORT
        bytes of ours  0.00 B    -       -           -        0.00 B  <= 0.10 B  ok
        just so        10.0 ns   2.00    full fence  5.00 ns  2.00x   -          -

        Some VM 17 on 2 x Some "CPU", Some OS 1
        1 of 3 goals falls short
        """;
    assertEquals(expected, out.toString(StandardCharsets.UTF_8).replace("\r", ""));
  }

  @Test
  void shouldShowAsManyDigitsAsMeanSomething() {
    assertEquals("0.25", TableReport.number(0.2525));
    assertEquals("12.3", TableReport.number(12.345));
    assertEquals("1235", TableReport.number(1234.5001));
    assertEquals("-3.00", TableReport.number(-3));
    assertEquals("-", TableReport.number(Double.NaN));
  }
}
