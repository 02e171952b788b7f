package mm.deploy.policy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Properties;

/** A policy in a file: the keys of the configuration, in the form of Java properties, UTF-8. */
final class PolicyFile {
  /** The framework property that names the file. */
  static final String PROPERTY = "mm.policy.file";

  private PolicyFile() {}

  /** What the file says; empty when everything in it is commented out. */
  static Dictionary<String, Object> read(Path file) throws UnusablePolicyException {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    } catch (IOException | IllegalArgumentException e) { // the latter for a broken escape
      throw new UnusablePolicyException(file.toString(), "cannot be read: " + e);
    }
    Dictionary<String, Object> values = new Hashtable<>();
    for (String key : read.stringPropertyNames()) {
      values.put(key, read.getProperty(key).strip());
    }
    return values;
  }
}
