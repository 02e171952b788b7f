package mm.deploy.lasting;

import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** One page at address 0, in another frame after each change. */
final class Memory implements PageSource {
  private volatile long frame = 1;

  /** Inside a section. */
  synchronized void change() {
    frame++;
  }

  @Override
  public Page fault(long address, Access access) {
    return Page.present(frame, Access.WRITE);
  }

  @Override
  public Page snapshot(long address) {
    return fault(address, Access.READ);
  }

  @Override
  public Page pin(long address, Access access) {
    return Page.HOLE;
  }

  @Override
  public void unpin(long frame) {}
}
