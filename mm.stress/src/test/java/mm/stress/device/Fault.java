package mm.stress.device;

/** How a device fault went. */
public enum Fault {
  /** Nothing published: a section is open. */
  BUSY,
  /** Nothing published: a collision was seen. */
  RETRY,
  /** Published what the page held before the section. */
  PUBLISHED_OLD,
  /** Published what the page held after the section. */
  PUBLISHED_NEW;

  static Fault published(Contents seen) {
    return seen == Contents.OLD ? PUBLISHED_OLD : PUBLISHED_NEW;
  }
}
