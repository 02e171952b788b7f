package mm.tck;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.Optional;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/** Loads a driver's classes once more, as a framework does that installs its bundle again. */
final class OwnLoader extends URLClassLoader {
  private static final int COLLECTIONS = 12;

  private OwnLoader(URL source, ClassLoader parent) {
    super(new URL[] {source}, parent);
  }

  /** A second loader over where the class came from; empty when that is not known. */
  static Optional<OwnLoader> over(Class<?> driver) {
    CodeSource source = driver.getProtectionDomain().getCodeSource();
    return Optional.ofNullable(source)
        .map(CodeSource::getLocation)
        .map(location -> new OwnLoader(location, driver.getClassLoader()));
  }

  /** What is in the source comes from here and not from the parent. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      boolean own = findResource(name.replace('.', '/') + ".class") != null;
      Class<?> loaded = findLoadedClass(name);
      return loaded == null && own ? findClass(name) : super.loadClass(name, resolve);
    }
  }

  /** Attaches, uses and leaves a driver of this class, then forgets it. */
  void use(String className, CoreOptions options) throws ReflectiveOperationException {
    NotifierDriver driver =
        loadClass(className).asSubclass(NotifierDriver.class).getConstructor().newInstance();
    FakePages pages = new FakePages();
    pages.map(Rig.BASE, 1);
    try (NotifierCore core = NotifierCore.create(options)) {
      core.drivers().admit(driver);
      AddressSpace space = core.createSpace("tck", pages);
      String id = driver.getClass().getAnnotation(DriverInfo.class).id();
      try (Attachment attachment = core.drivers().attach(id, space)) {
        attachment.device().access(Rig.BASE, Access.READ);
        space.end(space.begin(mm.api.InvalidationEvent.CLEAR, 0, AddressRange.TOP));
      }
      core.drivers().retire(id);
      space.release();
    }
  }

  /** Whether the loader behind a reference goes away once nobody uses it. */
  static boolean isCollected(WeakReference<?> loader, ReferenceQueue<Object> queue)
      throws InterruptedException {
    Reference<?> gone = null;
    for (int i = 0; i < COLLECTIONS && gone == null && loader.get() != null; i++) {
      System.gc();
      gone = queue.remove(20 + i);
    }
    return gone != null || loader.get() == null;
  }
}
