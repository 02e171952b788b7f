package mm.launcher;

/**
 * A jar that could not be installed or started.
 *
 * @param bundle its symbolic name and version, empty when the jar did not get that far
 */
record UnusableBundle(String file, String bundle, String reason) {
  @Override
  public String toString() {
    return file + ": " + reason;
  }
}
