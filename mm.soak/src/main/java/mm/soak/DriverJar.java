package mm.soak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import mm.soak.witness.Trouble;
import mm.soak.witness.WitnessDriver;

/** Makes driver bundles: another version of a jar, or the witness. */
final class DriverJar {
  static final String WITNESS = "mm.soak.witness";
  private static final String FOLDER = "mm/soak/witness/";
  private static final List<String> CLASSES =
      List.of(
          "WitnessDriver",
          "WitnessDevice",
          "WitnessDevice$Listener",
          "Trouble",
          "Trouble$1",
          "Trouble$2",
          "Trouble$3");
  private static final String SERVICE_FILE = "META-INF/services/mm.spi.NotifierDriver";

  private DriverJar() {}

  /** The same bundle with another version. */
  static Path version(Path jar, String version, Path file) {
    try (JarFile from = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(from.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (OutputStream out = Files.newOutputStream(file);
          JarOutputStream to = new JarOutputStream(out, manifest)) {
        for (JarEntry each : from.stream().filter(DriverJar::isContent).toList()) {
          try (InputStream in = from.getInputStream(each)) {
            add(to, each.getName(), in);
          }
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make another version of " + jar, e);
    }
  }

  private static boolean isContent(JarEntry entry) {
    return !entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME);
  }

  /**
   * The witness.
   *
   * @param trouble what is wrong with it
   * @param moreImports further packages that it says it needs
   */
  static Path witness(Trouble trouble, String version, String moreImports, Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest(version, moreImports))) {
      add(jar, SERVICE_FILE, text(WitnessDriver.class.getName()));
      add(jar, FOLDER + Trouble.FILE, text(trouble.name()));
      for (String each : CLASSES) {
        try (InputStream in = WitnessDriver.class.getResourceAsStream(each + ".class")) {
          add(jar, FOLDER + each + ".class", in);
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the witness", e);
    }
  }

  private static InputStream text(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Manifest manifest(String version, String moreImports) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", WITNESS);
    main.putValue("Bundle-Version", version);
    main.putValue(
        "Import-Package", "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[0.1,1)\"" + moreImports);
    main.putValue(
        "Require-Capability",
        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\","
            + "mm.notifier.core;effective:=active;filter:=\"(&(version>=1.0)(!(version>=2.0)))\"");
    main.putValue(
        "Provide-Capability",
        "mm.notifier.driver;mm.notifier.driver=witness;version:Version=1.0.0;blocking=never;"
            + "failure=never;allocation=never;subscription:List<String>=list;"
            + "callbacks:List<String>=\"release,start,end\";pages=unpinned;"
            + "hardware=\"none, it watches itself\"");
    return manifest;
  }

  private static void add(JarOutputStream jar, String name, InputStream content)
      throws IOException {
    jar.putNextEntry(new JarEntry(name));
    content.transferTo(jar);
    jar.closeEntry();
  }
}
