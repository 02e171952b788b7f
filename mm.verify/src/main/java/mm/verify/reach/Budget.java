package mm.verify.reach;

/** How much work one bundle is worth; a bundle that means well needs a fraction of it. */
final class Budget {
  private int left;

  Budget(int steps) {
    left = steps;
  }

  void spend() {
    if (--left < 0) {
      throw new TooLargeException();
    }
  }
}
