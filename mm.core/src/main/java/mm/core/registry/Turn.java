package mm.core.registry;

/**
 * Who serves in all places of a swap: the one word whose write hands over. Shared by all
 * attachments of all drivers of the swap, so they change over at the same moment.
 */
final class Turn {
  private volatile boolean successor;

  boolean successor() {
    return successor;
  }

  void toSuccessor() {
    successor = true;
  }

  void back() {
    successor = false;
  }
}
