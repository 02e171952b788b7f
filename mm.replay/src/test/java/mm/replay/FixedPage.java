package mm.replay;

import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** Answers the same page whatever is asked. */
final class FixedPage implements PageSource {
  private final Page page;

  FixedPage(Page page) {
    this.page = page;
  }

  @Override
  public Page fault(long address, Access access) {
    return page;
  }

  @Override
  public Page snapshot(long address) {
    return page;
  }

  @Override
  public Page pin(long address, Access access) {
    return page;
  }

  @Override
  public void unpin(long frame) {}
}
