package mm.verify.bnd;

import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mm.spi.NotifierDriver;
import mm.verify.TestJars;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.analysis.Analyzer;

/** The five jars that the documentation lists for {@code -pluginpath}. */
final class PluginJars {
  /** One class of each. */
  static final List<Class<?>> CLASSES =
      List.of(
          DriverVerifier.class,
          NotifierDriver.class,
          ClassReader.class,
          ClassNode.class,
          Analyzer.class);

  private PluginJars() {}

  /** The jar that a class comes from, made in the folder if it comes from a folder of classes. */
  static File jar(Path folder, Class<?> type) throws Exception {
    File origin = TestJars.origin(type);
    if (origin.isFile()) {
      return origin;
    }
    File file = folder.resolve(type.getSimpleName() + ".jar").toFile();
    try (Jar jar = new Jar(type.getSimpleName(), origin)) {
      jar.write(file);
    }
    return file;
  }

  static String path(Path folder) throws Exception {
    List<String> jars = new ArrayList<>();
    for (Class<?> each : CLASSES) {
      jars.add(jar(folder, each).getPath());
    }
    return String.join(",", jars);
  }
}
