package mm.machine.memory;

/** The memories whose pages can be reclaimed together (Linux memory cgroup). */
public final class PageGroup {
  private final String name;

  public PageGroup(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }
}
