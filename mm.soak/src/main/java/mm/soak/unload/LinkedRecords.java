package mm.soak.unload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;

/**
 * The records whose methods were linked last. The JDK's method handles keep what they were
 * converted to last ({@code asTypeCache}; up to JDK 17 strongly, later softly), and those that
 * compare, hash and print records are the JDK's own: so the class of a record that was linked last
 * stays, with its loader, until the next one is linked. Whoever asks whether classes have gone
 * links another one before.
 */
public final class LinkedRecords {
  private static final String FILE = "Linked.class";

  private LinkedRecords() {}

  /** Puts a record of nobody in their place. Takes a millisecond; may be called by any thread. */
  public static void replace() {
    try {
      Method link = new Once().linked().getDeclaredMethod("link");
      link.setAccessible(true);
      link.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // it is written in this package
    }
  }

  /** Wherever this class came from, the other one is beside it. */
  private static final class Once extends ClassLoader {
    Once() {
      super(ClassLoader.getPlatformClassLoader());
    }

    Class<?> linked() {
      try (InputStream in = LinkedRecords.class.getResourceAsStream(FILE)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(Linked.class.getName(), bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
