package mm.soak.witness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What is wrong with a witness, as a file in its bundle says. */
public enum Trouble {
  /** Nothing. */
  NONE {
    @Override
    void strike(int start) {}
  },
  /** Each hundredth start fails. */
  FAULTY {
    @Override
    void strike(int start) {
      if (start % 100 == 0) {
        throw new IllegalStateException("planted");
      }
    }
  },
  /** Each start takes a fifth of a millisecond. */
  SLOW {
    @Override
    void strike(int start) {
      long began = System.nanoTime();
      while (System.nanoTime() - began < 200_000) {
        Thread.onSpinWait();
      }
    }
  };

  /** The file with the name of a constant, beside the classes. */
  public static final String FILE = "trouble";

  /** Called at the end of each start, with its number. */
  abstract void strike(int start);

  /** That of the bundle which this class comes from; one that says nothing has none. */
  static Trouble ofThisBundle() {
    try (InputStream in = Trouble.class.getResourceAsStream(FILE)) {
      return in == null ? NONE : valueOf(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
