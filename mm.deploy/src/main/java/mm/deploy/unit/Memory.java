package mm.deploy.unit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be known after a restart, also after a kill: which version of a unit is in charge,
 * who brought it, and which jar of the folder was acted upon last. A file that is replaced whole.
 */
final class Memory {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

  private final Path file;
  private final Properties values = new Properties(); // guarded by this
  private boolean unwritten; // guarded by this

  Memory(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        values.load(in);
      }
    }
  }

  /** Notes what is in charge; writes only what has changed. */
  synchronized void note(Collection<DriverUnit> units) {
    Properties before = new Properties();
    before.putAll(values);
    for (DriverUnit each : units) {
      each.current()
          .filter(Deployed::isOurs)
          .ifPresentOrElse(
              current -> {
                set(each.name(), "current", current.jar().sha256());
                set(each.name(), "source", current.source());
                set(each.name(), "version", current.version());
              },
              () -> set(each.name(), "current", ""));
    }
    if (!before.equals(values)) {
      write();
    }
  }

  /** Writes down what could not be written when it changed: the disk was full, for example. */
  synchronized void writeAgain() {
    if (unwritten) {
      write();
    }
  }

  /** Notes the copy to roll back to after a restart, too. */
  synchronized void previous(String unit, Optional<String> sha256) {
    set(unit, "previous", sha256.orElse(""));
    write();
  }

  synchronized Optional<String> previous(String unit) {
    return Optional.ofNullable(values.getProperty(key(unit, "previous")));
  }

  /** The version that was in charge last; for messages. */
  synchronized String version(String unit) {
    return values.getProperty(key(unit, "version"), "");
  }

  /** Notes which jar of the folder was acted upon. */
  synchronized void actedUpon(String unit, String sha256, String file) {
    set(unit, "folder", sha256);
    set(unit, "file", file);
    write();
  }

  /** There is no jar of the unit in the folder any more. */
  void gone(String unit) {
    actedUpon(unit, "", "");
  }

  private void set(String unit, String what, String value) {
    if (value.isEmpty()) {
      values.remove(key(unit, what));
    } else {
      values.setProperty(key(unit, what), value);
    }
  }

  private static String key(String unit, String what) {
    return what + "." + unit;
  }

  synchronized Optional<String> current(String unit) {
    return Optional.ofNullable(values.getProperty(key(unit, "current")));
  }

  synchronized String source(String unit) {
    return values.getProperty(key(unit, "source"), "shell");
  }

  synchronized Optional<String> folder(String unit) {
    return Optional.ofNullable(values.getProperty(key(unit, "folder")));
  }

  /** The name of the file that was acted upon, also of one that holds something else now. */
  synchronized Optional<String> file(String unit) {
    return Optional.ofNullable(values.getProperty(key(unit, "file")));
  }

  /** The units whose jar the folder had when it was last looked at. */
  synchronized List<String> ofFolder() {
    return having("folder");
  }

  /** The units that were deployed from a copy of ours. */
  synchronized List<String> units() {
    return having("current");
  }

  private List<String> having(String what) {
    return values.stringPropertyNames().stream()
        .filter(key -> key.startsWith(what + "."))
        .map(key -> key.substring(what.length() + 1))
        .sorted()
        .toList();
  }

  private void write() {
    Path next = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(next)) {
        values.store(out, "units of mm.deploy");
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      unwritten = false;
    } catch (IOException e) {
      if (!unwritten) { // told once, and tried again
        LOG.error(
            "what is deployed cannot be written down, and will not be known after a restart", e);
      }
      unwritten = true;
    }
  }
}
