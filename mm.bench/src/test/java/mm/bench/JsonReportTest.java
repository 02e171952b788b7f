package mm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mm.bench.fork.Schedule;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  private static final String MEASURED =
      """
      {
        "jvm" : "Some VM 17",
        "jvmOptions" : [ OPTIONS ],
        "system" : "Some OS 1",
        "cpu" : "Some \\"CPU\\"",
        "processors" : 2,
        "loadAverage" : 0.5,
        "forks" : 1,
        "warmups" : 3,
        "iterations" : 3,
        "iterationMillis" : 150,
        "rows" : [ {
          "name" : "ours",
          "reading" : "cpu",
          "unit" : "ns",
          "against" : "peer",
          "comparison" : "speedup",
          "relation" : ">=",
          "goal" : 20.0,
          "measured" : 10.0,
          "fences" : 2.0,
          "other" : 123.45,
          "ratio" : 12.345,
          "verdict" : "falls-short",
          "forks" : [ 10.0 ]
        }, {
          "name" : "bytes of ours",
          "reading" : "allocated",
          "unit" : "B",
          "against" : null,
          "comparison" : "bytes",
          "relation" : "<=",
          "goal" : 0.1,
          "measured" : 0.001,
          "fences" : null,
          "other" : null,
          "ratio" : 0.001,
          "verdict" : "ok",
          "forks" : [ 0.001 ]
        } ],
        "ok" : 1,
        "fallsShort" : 1
      }
      """;

  private static String print(PrintStreamUser user) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    user.use(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).replace("\r", "");
  }

  private interface PrintStreamUser {
    void use(PrintStream out);
  }

  @Test
  void shouldPrintEveryNumberAndNullForNone() {
    List<mm.bench.row.Outcome> two = Canned.outcomes().subList(1, 3);
    String json = print(out -> JsonReport.print(out, two, Canned.MACHINE, Schedule.QUICK));
    assertEquals(MEASURED, json.replaceFirst("(\"jvmOptions\" : \\[ )[^]]*( ])", "$1OPTIONS$2"));
  }

  @Test
  void shouldListWhatNeedsNoRun() {
    assertEquals(
        """
        {
          "rows" : [ {
            "title" : "ours / peer",
            "name" : "ours",
            "reading" : "cpu",
            "unit" : "ns",
            "against" : "peer",
            "comparison" : "speedup",
            "relation" : ">=",
            "goal" : 20.0
          } ]
        }
        """,
        print(out -> JsonReport.list(out, List.of(Canned.outcomes().get(1).row()))));
  }
}
