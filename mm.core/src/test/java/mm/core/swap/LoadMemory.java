package mm.core.swap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** A few pages whose frames change inside sections only. */
final class LoadMemory implements PageSource {
  static final int PAGES = 16;

  private final AtomicLongArray frames = new AtomicLongArray(PAGES);
  private final AtomicLong next = new AtomicLong(1);

  LoadMemory() {
    for (int i = 0; i < PAGES; i++) {
      change(i);
    }
  }

  static int page(long address) {
    return (int) (address / AddressRange.PAGE_SIZE);
  }

  static long address(int page) {
    return page * (long) AddressRange.PAGE_SIZE;
  }

  long frame(int page) {
    return frames.get(page);
  }

  void change(int page) {
    frames.set(page, next.getAndIncrement());
  }

  @Override
  public Page fault(long address, Access access) {
    return Page.present(frame(page(address)), Access.WRITE);
  }

  @Override
  public Page snapshot(long address) {
    return fault(address, Access.READ);
  }

  @Override
  public Page pin(long address, Access access) {
    return fault(address, access);
  }

  @Override
  public void unpin(long frame) {}
}
