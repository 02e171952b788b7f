package mm.deploy.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What a jar is, and who vouches for it, as SHA-256 in hexadecimal digits. */
public final class Fingerprints {
  private Fingerprints() {}

  /**
   * The hash of a file.
   *
   * @param jar any file
   * @return its SHA-256 in hexadecimal digits
   * @throws IOException when it cannot be read
   */
  public static String ofFile(Path jar) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return hex(digest.digest());
  }

  /**
   * The certificates that have signed every entry of a jar. Fails when an entry is not what was
   * signed.
   */
  static Set<String> signersOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      Set<String> signers = null;
      for (JarEntry entry : content(file)) {
        Set<String> own = signersOf(file, entry);
        if (signers == null) {
          signers = own;
        } else {
          signers.retainAll(own);
        }
      }
      return signers == null ? Set.of() : signers;
    } catch (SecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The signature's own files are not signed; everything else is to be. */
  private static List<JarEntry> content(JarFile file) {
    return file.stream()
        .filter(entry -> !entry.isDirectory())
        .filter(
            entry ->
                !entry.getName().matches("(?i)META-INF/([^/]+\\.(SF|RSA|DSA|EC)|MANIFEST\\.MF)"))
        .toList();
  }

  private static Set<String> signersOf(JarFile file, JarEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      in.transferTo(OutputStream.nullOutputStream()); // only who has read it all knows the signers
    }
    Set<String> found = new HashSet<>();
    CodeSigner[] signers = entry.getCodeSigners();
    for (CodeSigner each : signers == null ? new CodeSigner[0] : signers) {
      found.add(ofCertificate(each));
    }
    return found;
  }

  private static String ofCertificate(CodeSigner signer) throws IOException {
    try {
      byte[] certificate = signer.getSignerCertPath().getCertificates().get(0).getEncoded();
      return hex(sha256().digest(certificate));
    } catch (CertificateEncodingException e) {
      throw new IOException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
