package mm.deploy.unit;

import org.osgi.framework.Bundle;

/**
 * A version of a unit in the framework.
 *
 * @param bundle the bundle; null for an engine that is a jar only, to swap to
 * @param jar what it was made from
 * @param source who brought it: folder, shell, or the location of a bundle that somebody else
 *     installed
 */
record Deployed(Bundle bundle, Jar jar, String source) {
  static final String FOLDER = "folder";
  static final String SHELL = "shell";

  /** Whether the deployer brought it, so that it has the bytes. */
  boolean isOurs() {
    return source.equals(FOLDER) || source.equals(SHELL);
  }

  String version() {
    return jar.version();
  }

  /** Where the framework gets it from. */
  String location() {
    return isOurs() ? jar.location() : source;
  }

  /** The same, to be installed again later; keeps no classes. */
  Deployed asJar() {
    return new Deployed(null, jar, source);
  }
}
