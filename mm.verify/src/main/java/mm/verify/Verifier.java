package mm.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mm.verify.check.BundleCheck;
import mm.verify.jar.JarContents;
import mm.verify.jar.JarReader;
import mm.verify.jar.MalformedException;
import mm.verify.reach.Operations;

/** Examines driver bundles. Immutable; may be used by several threads at once. */
public final class Verifier {
  private final Operations operations = Operations.load();
  private final List<Policy> policies;

  private Verifier(List<Policy> policies) {
    this.policies = policies;
  }

  /**
   * A verifier that knows the contract's rules only.
   *
   * @return the verifier
   */
  public static Verifier create() {
    return new Verifier(List.of());
  }

  /**
   * A verifier that also asks policies.
   *
   * @param policies what a driver has to declare, all of it
   * @return the verifier
   */
  public static Verifier create(List<Policy> policies) {
    return new Verifier(List.copyOf(policies));
  }

  /**
   * Examines a jar. Whatever is wrong with it is in the verdict.
   *
   * @param jar a file
   * @return the verdict
   * @throws IOException when there is no such file
   */
  public Verdict verify(Path jar) throws IOException {
    try {
      return verify(jar.toString(), JarReader.read(jar));
    } catch (MalformedException e) {
      return check(jar.toString()).unreadable(e.getMessage());
    }
  }

  /**
   * Examines what was read of a jar.
   *
   * @param name the jar's name for messages
   * @param contents its contents
   * @return the verdict
   */
  public Verdict verify(String name, JarContents contents) {
    return check(name).check(contents);
  }

  private BundleCheck check(String name) {
    return new BundleCheck(name, operations, policies);
  }
}
