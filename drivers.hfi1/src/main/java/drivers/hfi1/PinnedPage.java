package drivers.hfi1;

/**
 * A page that is pinned for the device. It carries the links of the lists that it is in, so that a
 * callback moves it from one to another without making anything.
 *
 * @param <P> the kind of page
 */
abstract class PinnedPage<P extends PinnedPage<P>> {
  final long address;
  final long frame;

  // Links; guarded by the lock of whoever has the page.
  P inBucket;
  P older;
  P younger;

  /** The next one of a list of pages that nobody can find any more. */
  P next;

  PinnedPage(long address, long frame) {
    this.address = address;
    this.frame = frame;
  }
}
