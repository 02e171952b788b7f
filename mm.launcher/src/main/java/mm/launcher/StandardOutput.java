package mm.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Standard output that remembers why it failed, which a {@link PrintStream} does not tell. */
final class StandardOutput extends FilterOutputStream {
  private static final String NOBODY_READS = "Broken pipe";

  private String failure = "";

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** Puts one in the place of this process's own. */
  static StandardOutput install() {
    StandardOutput made = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(made, true, charset()));
    return made;
  }

  /** The name of the property depends on the JDK. */
  private static Charset charset() {
    String old = System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name());
    return Charset.forName(System.getProperty("stdout.encoding", old));
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
      throw e;
    }
  }

  /**
   * The exit code of a verb whose output went here. Who has read enough and gone is no failure.
   *
   * @param exit what the verb answered
   */
  int checked(int exit, PrintStream err) {
    if (failure.isEmpty() || failure.equals(NOBODY_READS)) {
      return exit;
    }
    err.println("mm: standard output is not complete: " + failure);
    return Math.max(exit, ExitCode.UNUSABLE);
  }
}
