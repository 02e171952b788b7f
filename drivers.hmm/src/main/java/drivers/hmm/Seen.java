package drivers.hmm;

import mm.spi.Access;
import mm.spi.Page;

/** What a snapshot says of one page. */
enum Seen {
  /** Nothing is present, or nothing is mapped: the contract does not tell one from the other. */
  NONE,
  /** Present, to be read. */
  READ,
  /** Present, to be written too. */
  WRITE;

  static Seen of(Page page) {
    if (!page.isPresent()) {
      return NONE;
    }
    return page.rights() == Access.WRITE ? WRITE : READ;
  }
}
