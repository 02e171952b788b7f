package mm.verify.jar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The main section of a manifest. */
public final class ManifestText {
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private ManifestText() {}

  /**
   * Reads the main section. Lines are joined as bytes, since a letter may be cut in two.
   *
   * @param bytes the manifest
   * @return its headers
   * @throws MalformedException when a line is no header
   */
  public static ManifestText parse(byte[] bytes) throws MalformedException {
    ManifestText manifest = new ManifestText();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int at = 0;
    while (at < bytes.length) {
      int end = endOfLine(bytes, at);
      boolean continues = bytes[at] == ' ';
      if (end == at) {
        break;
      }
      if (!continues) {
        manifest.add(line);
      }
      line.write(bytes, continues ? at + 1 : at, end - at - (continues ? 1 : 0));
      at = afterLineBreak(bytes, end);
    }
    manifest.add(line);
    return manifest;
  }

  private static int endOfLine(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private static int afterLineBreak(byte[] bytes, int at) {
    boolean two = at + 1 < bytes.length && bytes[at] == '\r' && bytes[at + 1] == '\n';
    return at + (two ? 2 : 1);
  }

  private void add(ByteArrayOutputStream line) throws MalformedException {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.isEmpty()) {
      return;
    }
    int colon = text.indexOf(':');
    if (colon < 1 || !text.substring(0, colon).matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
      throw new MalformedException("The manifest has a line that is no header: " + cut(text) + ".");
    }
    if (headers.put(text.substring(0, colon), text.substring(colon + 1).strip()) != null) {
      throw new MalformedException(
          "The manifest has two headers " + text.substring(0, colon) + ".");
    }
  }

  private static String cut(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 60 ? clean.substring(0, 60) + "..." : clean;
  }

  /**
   * A header.
   *
   * @param name its name, in any case
   * @return its value
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
