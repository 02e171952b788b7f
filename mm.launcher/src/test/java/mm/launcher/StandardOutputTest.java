package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {
  private final Captured console = new Captured();

  private static final class Failing extends OutputStream {
    private final String why;

    Failing(String why) {
      this.why = why;
    }

    @Override
    public void write(int oneByte) throws IOException {
      if (why != null) {
        throw new IOException(why);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    ",0,0,''",
    "No space left on device,0,2,mm: standard output is not complete: No space left on device",
    "No space left on device,70,70,mm: standard output is not complete: No space left on device",
    "Broken pipe,1,1,''"
  })
  void shouldTellWhatWasNotWrittenUnlessNobodyReads(
      String why, int exit, int expected, String message) {
    StandardOutput output = new StandardOutput(new Failing(why));
    new PrintStream(output, true).println("a line");
    assertEquals(expected, output.checked(exit, console.console("").err()));
    assertEquals(message, console.err().strip());
  }
}
