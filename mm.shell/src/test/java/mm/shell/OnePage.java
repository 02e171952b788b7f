package mm.shell;

import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** Memory of one page. */
record OnePage(long address, long frame) implements PageSource {
  @Override
  public Page fault(long wanted, Access access) {
    return snapshot(wanted);
  }

  @Override
  public Page snapshot(long wanted) {
    return wanted == address ? Page.present(frame, Access.READ) : Page.HOLE;
  }

  @Override
  public Page pin(long wanted, Access access) {
    return Page.HOLE;
  }

  @Override
  public void unpin(long given) {}
}
