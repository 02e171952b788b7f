package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainJvmTest {
  private static final int LENGTH = 100_000;

  /** What a program writes. */
  private static final class Written extends ByteArrayInputStream {
    private boolean closed;

    Written() {
      super("x".repeat(LENGTH).getBytes(StandardCharsets.UTF_8));
    }

    int left() {
      return count - pos;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class Full extends OutputStream {
    @Override
    public void write(int oneByte) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  private final Written written = new Written();
  private final Captured console = new Captured();

  @Test
  void shouldPassOnAllThatAProgramWrites() throws Exception {
    PlainJvm.passOn(written, console.console("").out());
    assertEquals(LENGTH, console.out().length());
  }

  @Test
  void shouldLetAProgramWriteToNobodyOnceOutputIsFullAndKnowIt() throws Exception {
    StandardOutput output = new StandardOutput(new Full());
    PlainJvm.passOn(written, new PrintStream(output, true));
    assertTrue(written.closed && written.left() > LENGTH / 2, "the rest is not read");
    assertEquals(ExitCode.UNUSABLE, output.checked(ExitCode.OK, console.console("").err()));
  }
}
