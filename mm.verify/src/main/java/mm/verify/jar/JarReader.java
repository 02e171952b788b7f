package mm.verify.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Reads a jar once from front to back, every entry of it, so that a damaged one is noticed wherever
 * the damage is.
 */
public final class JarReader {
  private final Set<String> names = new HashSet<>();
  private final JarContents contents = new JarContents();
  private final Budget budget;

  private JarReader(Budget budget) {
    this.budget = budget;
  }

  /**
   * Reads a jar.
   *
   * @param jar a file
   * @return its contents
   * @throws MalformedException when it is damaged, or too large to be read
   * @throws IOException when there is no such file, or it is none
   */
  public static JarContents read(Path jar) throws MalformedException, IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException("it is not a file");
    }
    if (Files.size(jar) > Limits.JAR) {
      throw new MalformedException("The jar has more than " + Limits.JAR + " bytes.");
    }
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return new JarReader(new Budget()).readAll(file);
    } catch (IOException | IllegalArgumentException e) { // the latter for names that are no text
      throw new MalformedException("The jar is damaged: " + e.getMessage() + ".");
    }
  }

  static JarContents readInner(byte[] jar, Budget budget) throws MalformedException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      return new JarReader(budget).readAll(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedException("A jar inside the jar is damaged: " + e.getMessage() + ".");
    }
  }

  private JarContents readAll(ZipFile file) throws MalformedException, IOException {
    Enumeration<? extends ZipEntry> entries = file.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      checkName(entry.getName());
      try (InputStream in = file.getInputStream(entry)) {
        EntryData data = EntryData.read(entry.getName(), in, budget);
        data.check(entry);
        keep(entry.getName(), data);
      }
    }
    return contents;
  }

  private JarContents readAll(ZipInputStream in) throws MalformedException, IOException {
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      checkName(entry.getName());
      keep(entry.getName(), EntryData.read(entry.getName(), in, budget));
    }
    if (names.isEmpty()) { // what is no jar at all looks like an empty one
      throw new MalformedException("A jar inside the jar has no entry.");
    }
    return contents;
  }

  private void keep(String name, EntryData data) {
    if (data.isKept()) {
      contents.with(name, data.bytes());
    }
  }

  private void checkName(String name) throws MalformedException {
    if (leadsOutside(name)) {
      throw new MalformedException("The entry '" + printable(name) + "' leads out of the jar.");
    }
    if (!names.add(name)) {
      throw new MalformedException("The entry '" + printable(name) + "' is there twice.");
    }
    if (names.size() > Limits.ENTRIES) {
      throw new MalformedException("The jar has more than " + Limits.ENTRIES + " entries.");
    }
  }

  private static boolean leadsOutside(String name) {
    String path = '/' + name.replace('\\', '/') + '/';
    return path.startsWith("//")
        || path.contains("/../")
        || name.indexOf('\0') >= 0
        || name.indexOf(':') == 1; // a drive
  }

  private static String printable(String name) {
    String clean = name.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 200 ? clean.substring(0, 200) + "..." : clean;
  }
}
