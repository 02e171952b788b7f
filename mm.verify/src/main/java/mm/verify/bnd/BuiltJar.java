package mm.verify.bnd;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Resource;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.jar.Manifest;
import mm.verify.jar.JarContents;

/** What bnd is about to write as a jar. */
final class BuiltJar {
  private BuiltJar() {}

  static JarContents read(Analyzer analyzer) throws Exception {
    JarContents contents = new JarContents();
    contents.with(JarContents.MANIFEST, manifest(analyzer));
    for (Map.Entry<String, Resource> entry : analyzer.getJar().getResources().entrySet()) {
      if (isNeeded(entry.getKey())) {
        try (InputStream in = entry.getValue().openInputStream()) {
          contents.with(entry.getKey(), in.readAllBytes());
        }
      }
    }
    return contents;
  }

  private static boolean isNeeded(String name) {
    return name.equals(JarContents.SERVICE_FILE)
        || name.endsWith(".class")
        || name.endsWith(".jar");
  }

  /** Lines may be of any length here: only a finished jar has to break them. */
  private static byte[] manifest(Analyzer analyzer) throws Exception {
    Manifest manifest = analyzer.getJar().getManifest();
    StringBuilder text = new StringBuilder();
    if (manifest != null) {
      manifest
          .getMainAttributes()
          .forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
