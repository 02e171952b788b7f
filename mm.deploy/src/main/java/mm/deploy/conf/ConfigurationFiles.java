package mm.deploy.conf;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that configure mm: {@code PID.cfg} in a folder, Java properties in UTF-8, and the file
 * of the policy where it lies elsewhere.
 */
final class ConfigurationFiles {
  /** The PID of the policy, which may have a file of its own, and outlives it. */
  static final String POLICY = "mm.policy";

  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");
  private static final String SUFFIX = ".cfg";
  private static final String NOTHING =
      "it configures nothing; there are mm.cfg, mm.policy.cfg and mm.driver.ID.cfg";

  private final Optional<Path> folder;
  private final Optional<Path> policy;
  private final Intake intake;
  private final Map<String, Map<String, String>> told = new ConcurrentHashMap<>();
  private volatile Receiver receiver;

  /** Where what a file says goes. */
  interface Receiver {
    /** Takes it; empty when a file says nothing, or is no more. */
    void put(String pid, Map<String, String> values, String source);
  }

  ConfigurationFiles(Optional<Path> folder, Optional<Path> policy, Intake intake) {
    this.folder = folder.map(ConfigurationFiles::real);
    this.policy = policy.map(ConfigurationFiles::real);
    this.intake = intake;
    receiver = intake::take;
  }

  /** As File Install names it: the folder without links, the file as it is called. */
  private static Path real(Path file) {
    Path absolute = file.toAbsolutePath();
    try {
      return absolute.getParent().toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      return absolute;
    }
  }

  /** The file of the policy, if it lies outside of the folder. */
  Optional<Path> policyElsewhere() {
    return policy.filter(file -> !isInFolder(file));
  }

  private boolean isInFolder(Path file) {
    return folder.filter(each -> file.getParent().equals(each)).isPresent();
  }

  /** Reads all there are; one that has to be there and is not counts as one that cannot be read. */
  void readAll() {
    List<Path> all = new ArrayList<>(policy.stream().toList());
    try (Stream<Path> files =
        folder.filter(Files::isDirectory).isPresent()
            ? Files.list(folder.get())
            : Stream.<Path>empty()) {
      files.sorted().filter(this::isOurs).filter(each -> !all.contains(each)).forEach(all::add);
    } catch (IOException e) {
      LOG.error("{} cannot be listed", folder, e);
    }
    all.forEach(this::changed);
  }

  /** From now on what files say goes there, and so does what they have said. */
  void to(Receiver next) {
    receiver = next;
    told.forEach((pid, values) -> next.put(pid, values, source(pid)));
  }

  private String source(String pid) {
    return pid.equals(POLICY) && policy.isPresent()
        ? policy.get().toString()
        : folder.orElseThrow().resolve(pid + SUFFIX).toString();
  }

  /** Where a configuration with these values comes from. */
  String source(String pid, Map<String, ?> values) {
    return values.equals(told.get(pid)) ? source(pid) : "Configuration Admin";
  }

  /** Whether it is one of these files, or is meant to be one. */
  boolean isOurs(Path file) {
    Path real = real(file);
    String name = real.getFileName().toString();
    return policy.filter(real::equals).isPresent()
        || isInFolder(real) && name.matches("mm\\..*(cfg|config)");
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private Optional<String> pid(Path file) {
    if (policy.filter(file::equals).isPresent()) {
      return Optional.of(POLICY);
    }
    String name = nameOf(file);
    return Optional.of(name)
        .filter(each -> file.toString().endsWith(SUFFIX) && intake.concerns(each));
  }

  /** Where the policy of this run comes from another file, this one is not read. */
  private boolean isReplaced(Path file) {
    return policy.filter(other -> !other.equals(file)).isPresent() && isPolicy(nameOf(file));
  }

  private static boolean isPolicy(String pid) {
    return pid.equals(POLICY);
  }

  /** A file is there, or is there again; may wait for driver code. */
  void changed(Path file) {
    Path real = real(file);
    Optional<String> pid = pid(real);
    if (isReplaced(real)) {
      LOG.info("{} is not read, the policy of this run is {}", real, policy.get());
    } else if (pid.isEmpty()) {
      intake.refused(real.getFileName().toString(), real.toString(), NOTHING);
    } else {
      changed(real, pid.get());
    }
  }

  private void changed(Path file, String pid) {
    try {
      said(pid, read(file));
    } catch (IOException | IllegalArgumentException e) { // the latter for a broken escape
      intake.unreadable(pid, file.toString(), "it cannot be read: " + e);
    }
  }

  private void said(String pid, Map<String, String> values) {
    boolean troubled = intake.of(pid).filter(each -> !each.refused().isEmpty()).isPresent();
    if (!values.equals(told.put(pid, values)) || troubled) {
      receiver.put(pid, values, source(pid));
    }
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    }
    Map<String, String> values = new HashMap<>();
    read.stringPropertyNames().forEach(key -> values.put(key, read.getProperty(key).strip()));
    return values;
  }

  /** A policy outlives its file: a file that is lost must not open the door. */
  void gone(Path file) {
    Path real = real(file);
    Optional<String> pid = pid(real);
    if (isReplaced(real)) {
      LOG.debug("{} was not read", real);
    } else if (pid.filter(ConfigurationFiles::isPolicy).isPresent()) {
      intake.refused(POLICY, real.toString(), "the file has gone; comment its lines out instead");
    } else if (pid.isPresent()) {
      told.remove(pid.get());
      receiver.put(pid.get(), Map.of(), real.toString());
      intake.forget(pid.get());
    } else {
      intake.forget(real.getFileName().toString());
    }
  }
}
