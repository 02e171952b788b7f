package mm.verify.fuzz;

import java.util.Map;
import mm.verify.SampleBundles;
import mm.verify.Verdict;
import mm.verify.Verifier;
import mm.verify.jar.JarContents;

/** A right bundle with one entry replaced. */
final class Target {
  private static final Map<String, byte[]> RIGHT = SampleBundles.entries();
  private static final Verifier VERIFIER = Verifier.create();

  private Target() {}

  static byte[] right(String entry) {
    return RIGHT.get(entry).clone();
  }

  /** Whatever the bytes are, there is a verdict. */
  static Verdict verify(String entry, byte[] bytes) {
    JarContents contents = new JarContents();
    RIGHT.forEach(contents::with);
    return VERIFIER.verify("test.jar", contents.with(entry, bytes));
  }
}
