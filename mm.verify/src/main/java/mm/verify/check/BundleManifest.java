package mm.verify.check;

import java.util.List;
import mm.verify.jar.Clause;
import mm.verify.jar.Clauses;
import mm.verify.jar.JarContents;
import mm.verify.jar.MalformedException;
import mm.verify.jar.ManifestText;
import org.osgi.framework.Version;

/** The headers of a bundle that matter here, read as clauses once. */
final class BundleManifest {
  private final ManifestText text;
  private final List<Clause> capabilities;
  private final List<Clause> requirements;
  private final List<Clause> imports;
  private final List<Clause> exports;
  private final List<Clause> name;
  private final List<Clause> classPath;

  private BundleManifest(ManifestText text) throws MalformedException {
    this.text = text;
    capabilities = clauses("Provide-Capability");
    requirements = clauses("Require-Capability");
    imports = clauses("Import-Package");
    exports = clauses("Export-Package");
    name = clauses("Bundle-SymbolicName");
    classPath = clauses("Bundle-ClassPath");
  }

  /** Reads it; without a manifest there are no headers. */
  static BundleManifest of(JarContents contents) throws MalformedException {
    byte[] bytes = contents.bytes(JarContents.MANIFEST).orElse(new byte[0]);
    return new BundleManifest(ManifestText.parse(bytes));
  }

  private List<Clause> clauses(String header) throws MalformedException {
    return Clauses.parse(header, header(header));
  }

  String header(String header) {
    return text.header(header).orElse("");
  }

  boolean has(String header) {
    return text.header(header).isPresent();
  }

  List<Clause> capabilities(String namespace) {
    return capabilities.stream().filter(each -> each.paths().contains(namespace)).toList();
  }

  List<Clause> requirements(String namespace) {
    return requirements.stream().filter(each -> each.paths().contains(namespace)).toList();
  }

  List<Clause> imports() {
    return imports;
  }

  List<Clause> exports() {
    return exports;
  }

  List<String> classPath() {
    return classPath.stream().flatMap(each -> each.paths().stream()).toList();
  }

  String symbolicName() {
    return name.isEmpty() ? "" : name.get(0).paths().get(0);
  }

  boolean isSingleton() {
    return name.stream().anyMatch(each -> "true".equals(each.directives().get("singleton")));
  }

  /** Name and version, as far as they are there. */
  String origin() {
    String version = header("Bundle-Version");
    return (symbolicName() + " " + version).strip();
  }

  /** Whether a framework could read the version; absent it is 0.0.0. */
  boolean hasReadableVersion() {
    try {
      Version.parseVersion(header("Bundle-Version"));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
