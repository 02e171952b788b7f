package mm.soak.unload;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** A record that was compared last must not look like one that somebody holds. */
class LinkedRecordsTest {
  /** What a driver's class may be. */
  private record Slot(String name) {
    @SuppressWarnings("unused") // by another loader's
    static boolean compared() {
      return new Slot("a").equals(new Slot("b"));
    }
  }

  private static WeakReference<ClassLoader> compared() throws ReflectiveOperationException {
    URL here = Slot.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader loader = new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader());
    var compare = Class.forName(Slot.class.getName(), true, loader).getDeclaredMethod("compared");
    compare.setAccessible(true);
    compare.invoke(null);
    return new WeakReference<>(loader);
  }

  @Test
  void shouldLetTheRecordGoThatWasComparedLast() throws Exception {
    WeakReference<ClassLoader> loader = compared();
    System.gc();
    assumeTrue(loader.get() != null, "the JDK keeps none any more: this package is needless here");
    LinkedRecords.replace();
    System.gc();
    assertNull(loader.get());
  }
}
