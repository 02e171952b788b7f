package mm.soak.unload;

/** A record to be loaded anew, so that its methods are linked anew. */
record Linked(Linked next, Object any, long number) {
  /** Compares, hashes and puts into words. */
  static int link() {
    Linked one = new Linked(null, "", 1);
    Linked other = new Linked(one, "", 1);
    String words = one + "" + other;
    words += "" + one;
    return words.length() + other.hashCode() + (one.equals(other) ? 1 : 0);
  }
}
