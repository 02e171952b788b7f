package mm.verify.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mm.verify.code.ClassFile;
import mm.verify.code.ClassFileReader;
import mm.verify.code.Hierarchy;
import mm.verify.jar.InnerJars;
import mm.verify.jar.JarContents;
import mm.verify.jar.MalformedException;
import mm.verify.jar.ManifestText;

/**
 * The classes on a bundle's class path. A multi-release jar is several class paths in one: that of
 * old JVMs, and one more for each version of Java that it has classes for.
 */
final class ClassPath {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,3})/(.+)");

  /** Versions looked at; a jar made to hurt could have hundreds. */
  private static final int MOST_VIEWS = 8;

  private static final int FIRST_VERSIONED = 9;

  /** Elements of a class path; each is compared with every entry. */
  private static final int MOST_ELEMENTS = 1_000;

  private final NavigableMap<Integer, Map<String, ClassFile>> byVersion = new TreeMap<>();
  private final List<ClassFile> all = new ArrayList<>();
  private final InnerJars innerJars = new InnerJars();

  private ClassPath() {
    byVersion.put(0, new LinkedHashMap<>());
  }

  static ClassPath of(BundleManifest manifest, JarContents contents) throws MalformedException {
    ClassPath path = new ClassPath();
    List<String> elements = manifest.classPath().stream().distinct().toList();
    if (elements.size() > MOST_ELEMENTS) {
      throw new MalformedException("Bundle-ClassPath has more than 1000 elements.");
    }
    for (String element : elements.isEmpty() ? List.of(".") : elements) {
      path.add(element, contents, "true".equalsIgnoreCase(manifest.header("Multi-Release")));
    }
    return path;
  }

  private void add(String element, JarContents contents, boolean versions)
      throws MalformedException {
    String clean = element.startsWith("/") ? element.substring(1) : element;
    if (clean.equals(".") || clean.isEmpty()) {
      addClasses("", contents, versions);
    } else if (contents.bytes(clean).isPresent()) {
      JarContents inner = innerJars.read(contents.bytes(clean).get());
      addClasses("", inner, isMultiRelease(inner));
    } else {
      addClasses(clean.endsWith("/") ? clean : clean + "/", contents, false);
    }
  }

  private static boolean isMultiRelease(JarContents jar) throws MalformedException {
    byte[] manifest = jar.bytes(JarContents.MANIFEST).orElse(new byte[0]);
    return "true".equalsIgnoreCase(ManifestText.parse(manifest).header("Multi-Release").orElse(""));
  }

  private void addClasses(String folder, JarContents jar, boolean versions)
      throws MalformedException {
    for (Map.Entry<String, byte[]> entry : jar.entries().entrySet()) {
      String name = entry.getKey();
      if (name.endsWith(".class") && name.startsWith(folder)) {
        Matcher versioned = VERSIONED.matcher(name);
        if (versioned.matches()) {
          int version = Integer.parseInt(versioned.group(1));
          if (versions && version >= FIRST_VERSIONED) {
            add(version, name, versioned.group(2), entry.getValue());
          }
        } else if (!name.startsWith("META-INF/")) {
          add(0, name, name.substring(folder.length()), entry.getValue());
        }
      }
    }
  }

  /** A class under the wrong path is never found by its name, so it is none of the bundle's. */
  private void add(int version, String entry, String path, byte[] bytes) throws MalformedException {
    ClassFile file = ClassFileReader.read(entry, bytes);
    all.add(file);
    if (path.equals(file.name() + ".class")) {
      byVersion.computeIfAbsent(version, v -> new LinkedHashMap<>()).putIfAbsent(file.name(), file);
    }
  }

  /** Everything that was read, whether a class loader would find it or not. */
  List<ClassFile> all() {
    return all;
  }

  /** What a JVM sees, for each kind of JVM that sees something else; the oldest first. */
  List<Hierarchy> views() {
    List<Integer> versions = List.copyOf(byVersion.keySet());
    List<Hierarchy> views = new ArrayList<>();
    for (int version : versions.subList(0, Math.min(MOST_VIEWS, versions.size()))) {
      Map<String, ClassFile> seen = new LinkedHashMap<>();
      byVersion.headMap(version, true).values().forEach(seen::putAll);
      views.add(new Hierarchy(seen.values()));
    }
    return views;
  }
}
