package mm.core;

import mm.spi.Declaration;
import mm.spi.MayBlock;
import mm.spi.MayDecline;

/** Who is behind a callback; what messages and checks need to know. */
interface Subscriber {
  Declaration declaration();

  default String name() {
    return declaration().name();
  }

  default boolean neverBlocks() {
    return declaration().blocking() == MayBlock.NEVER;
  }

  default boolean neverDeclines() {
    return declaration().failure() == MayDecline.NEVER;
  }

  /** Whether a decline only means that the pages stay referenced. */
  default boolean keepsPages() {
    return false;
  }
}
