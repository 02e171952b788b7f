package mm.verify.jar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is needed of a jar: its entries by name, those kept with their bytes. */
public final class JarContents {
  /** Where the manifest is. */
  public static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Where the names of the driver classes are. */
  public static final String SERVICE_FILE = "META-INF/services/mm.spi.NotifierDriver";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** Makes contents without any entry. */
  public JarContents() {}

  /**
   * Adds an entry.
   *
   * @param name its name, with slashes
   * @param bytes its content
   * @return this
   */
  public JarContents with(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  /**
   * The content of an entry.
   *
   * @param name its name
   * @return the bytes, not copied; empty when there is no such entry
   */
  public Optional<byte[]> bytes(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /**
   * All that is kept, in the order of the jar.
   *
   * @return name to content
   */
  public Map<String, byte[]> entries() {
    return entries;
  }
}
