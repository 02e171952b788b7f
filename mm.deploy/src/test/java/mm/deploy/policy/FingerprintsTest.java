package mm.deploy.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  private Path jar(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("test.jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(each.getKey()));
        jar.write(each.getValue());
      }
    }
    return file;
  }

  @Test
  void shouldKnowAFileByItsHash() throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Fingerprints.ofFile(file));
  }

  @Test
  void shouldKnowNoSignerOfWhatIsNotSigned() throws IOException {
    assertEquals(Set.of(), Fingerprints.signersOf(jar(Map.of("a", new byte[] {1}))));
  }

  @Test
  void shouldKnowWhoSignedAllOfIt() throws Exception {
    Path signed = signed(jar(Map.of("a", new byte[] {1}, "b/c", new byte[] {2})));
    assertEquals(Set.of(fingerprint()), Fingerprints.signersOf(signed));
  }

  @Test
  void shouldNotBelieveASignatureOfAPart() throws Exception {
    Path signed = signed(jar(Map.of("a", new byte[] {1})));
    assertEquals(Set.of(), Fingerprints.signersOf(changed(signed, "added", new byte[] {3})));
  }

  @Test
  void shouldNoticeWhatWasChangedAfterwards() throws Exception {
    Path signed = signed(jar(Map.of("a", new byte[] {1})));
    Path changed = changed(signed, "a", new byte[] {3});
    assertThrows(IOException.class, () -> Fingerprints.signersOf(changed));
  }

  private Path keys() throws Exception {
    Path keys = folder.resolve("keys.p12");
    if (!Files.exists(keys)) {
      run(
          "keytool",
          List.of("-genkeypair", "-alias", "me", "-dname", "CN=me", "-keyalg", "EC", "-keystore"),
          keys.toString(),
          "-storepass",
          PASSWORD);
    }
    return keys;
  }

  private Path signed(Path jar) throws Exception {
    run(
        "jarsigner",
        List.of("-keystore", keys().toString(), "-storepass", PASSWORD),
        jar.toString(),
        "me");
    return jar;
  }

  private static void run(String tool, List<String> options, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(options);
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private String fingerprint() throws Exception {
    KeyStore store = KeyStore.getInstance(keys().toFile(), PASSWORD.toCharArray());
    byte[] certificate = store.getCertificate("me").getEncoded();
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
  }

  /** A copy with one entry put in or replaced. */
  private Path changed(Path jar, String name, byte[] content) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry each : Collections.list(file.entries())) {
        entries.put(each.getName(), file.getInputStream(each).readAllBytes());
      }
    }
    entries.put(name, content);
    return jar(entries);
  }
}
