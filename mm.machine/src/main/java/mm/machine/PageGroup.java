package mm.machine;

/** The memories whose pages can be reclaimed together (Linux memory cgroup). */
final class PageGroup {
  private final String name;

  PageGroup(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }
}
