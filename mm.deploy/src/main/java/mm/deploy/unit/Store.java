package mm.deploy.unit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mm.api.Finding;
import mm.api.Rule;
import mm.deploy.policy.Fingerprints;
import mm.spi.DriverCapability;
import mm.verify.Hit;
import mm.verify.Strictness;
import mm.verify.Verdict;
import mm.verify.Verifier;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of jars that bundles are installed from, named by their hash, and what the verifier
 * found in them. A copy appears under its name only when it is whole.
 */
final class Store {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  private final Path folder;
  private final Verifier verifier = Verifier.create();
  private final Map<String, Jar> known = new HashMap<>(); // guarded by this

  Store(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  Path folder() {
    return folder;
  }

  /**
   * Copies a jar and examines the copy.
   *
   * @throws RefusedJarException when it is no driver bundle, or a wrong one
   */
  synchronized Jar add(Path jar) throws RefusedJarException {
    return copied(jar, (copy, hash) -> taken(jar.getFileName().toString(), copy, hash));
  }

  private Jar taken(String name, Path copy, String hash) throws IOException, RefusedJarException {
    Jar present = known.get(hash);
    Path file = named(copy, hash);
    return present == null ? examine(name, file, hash) : present;
  }

  private Path named(Path copy, String hash) throws IOException {
    return Files.move(
        copy,
        folder.resolve(hash + ".jar"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What is made of a copy that is whole. */
  private interface Use {
    Jar of(Path copy, String hash) throws IOException, RefusedJarException;
  }

  /** A copy that is not used does not stay, least of all where the disk is full. */
  private Jar copied(Path jar, Use use) throws RefusedJarException {
    Path copy = null;
    try {
      copy = Files.createTempFile(folder, "copy", ".part");
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      return use.of(copy, Fingerprints.ofFile(copy));
    } catch (IOException e) {
      throw new UnreadableJarException(jar + " cannot be read: " + e);
    } finally {
      discard(copy);
    }
  }

  private static void discard(Path copy) {
    try {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      LOG.warn("{} stays until the next start", copy, e);
    }
  }

  /**
   * What was seen in a file, from its copy: the file may have gone or hold something else by now.
   *
   * @throws RefusedJarException when there is no copy any more, and the file holds something else
   */
  synchronized Jar again(Jar seen, Path file) throws RefusedJarException {
    Jar jar = Files.isRegularFile(seen.file()) ? seen : add(file);
    if (!jar.sha256().equals(seen.sha256())) {
      throw new UnreadableJarException(file + " has changed since it was looked at");
    }
    return jar;
  }

  private Jar examine(String name, Path file, String hash) throws IOException, RefusedJarException {
    Optional<Jar> engine = engine(file, hash);
    if (engine.isPresent()) {
      known.put(hash, engine.get());
      return engine.get();
    }
    Verdict verdict = verifier.verify(file);
    List<Finding> findings =
        verdict.hits().stream()
            .filter(hit -> Strictness.NORMAL.refuses(hit.severity()))
            .map(Hit::finding)
            .toList();
    if (findings.isEmpty() && verdict.kind() == Verdict.Kind.OTHER) {
      findings = List.of(noDriver());
    }
    if (!findings.isEmpty()) {
      Files.delete(file);
      throw new RefusedJarException(name + " is refused: " + findings.get(0).message(), findings);
    }
    Jar jar = jar(file, hash, verdict);
    known.put(hash, jar);
    return jar;
  }

  /**
   * Copies a jar with an engine.
   *
   * @throws RefusedJarException when it is none
   */
  synchronized Jar addEngine(Path jar) throws RefusedJarException {
    return copied(
        jar,
        (copy, hash) -> {
          if (engine(copy, hash).isEmpty()) {
            throw new RefusedJarException(
                jar.getFileName() + " is refused: it is no bundle " + EngineUnit.NAME, List.of());
          }
          return engine(named(copy, hash), hash).orElseThrow();
        });
  }

  private static Optional<Jar> engine(Path file, String hash) {
    return Manifests.version(file, EngineUnit.NAME)
        .map(version -> new Jar(file, hash, EngineUnit.NAME, version, List.of()));
  }

  /** The copy of an engine, if it is here and has that hash. */
  Optional<Jar> engine(String sha256) throws IOException {
    Path file = folder.resolve(sha256 + ".jar");
    return Files.isRegularFile(file) && Fingerprints.ofFile(file).equals(sha256)
        ? engine(file, sha256)
        : Optional.empty();
  }

  private static Finding noDriver() {
    return new Finding(
        Rule.R6_1,
        "The jar has no " + DriverCapability.NAMESPACE + " capability.",
        "Deploy driver bundles, or an engine (" + EngineUnit.NAME + ").");
  }

  private static Jar jar(Path file, String hash, Verdict verdict) {
    String bundle = verdict.bundle();
    int space = bundle.lastIndexOf(' ');
    List<String> ids = verdict.drivers().stream().map(DriverCapability::id).toList();
    return new Jar(
        file, hash, bundle.substring(0, space), version(bundle.substring(space + 1)), ids);
  }

  /** As the framework writes it. */
  private static String version(String text) {
    return Version.parseVersion(text).toString();
  }

  /** What is installed from the store already, of a run before. */
  synchronized Jar of(String location) throws RefusedJarException, IOException {
    Path file = Path.of(URI.create(location.substring("reference:".length())));
    String hash = Fingerprints.ofFile(file);
    Jar present = known.get(hash);
    return present == null ? examine(file.getFileName().toString(), file, hash) : present;
  }

  /** The copy with a hash, if it is here. */
  Optional<Path> copy(String sha256) {
    return Optional.of(folder.resolve(sha256 + ".jar")).filter(Files::isRegularFile);
  }

  /** Nobody needs this copy any more. */
  synchronized void forget(Jar jar) {
    if (jar.file().startsWith(folder)) {
      known.remove(jar.sha256());
      try {
        Files.deleteIfExists(jar.file());
      } catch (IOException e) {
        LOG.warn("{} stays in the store until the next start", jar.origin(), e);
      }
    }
  }

  boolean holds(String location) {
    return location.startsWith("reference:" + folder.toUri());
  }

  /** Deletes the copies that nobody needs any more. */
  synchronized void keepOnly(Set<String> hashes) throws IOException {
    known.keySet().retainAll(hashes);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        String name = each.getFileName().toString();
        if (name.endsWith(".part")
            || name.endsWith(".jar") && !hashes.contains(name.substring(0, name.length() - 4))) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
