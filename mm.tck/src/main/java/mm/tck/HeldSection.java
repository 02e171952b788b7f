package mm.tck;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A section that another thread holds open until it is ended here. */
record HeldSection(Foreign<Boolean> holder, CountDownLatch over) {
  static HeldSection begin(Rig rig, long start, long end) throws InterruptedException {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Foreign<Boolean> holder =
        Foreign.start(
            () -> {
              long stamp = rig.begin(start, end);
              opened.countDown();
              over.await();
              rig.space.end(stamp);
              return true;
            });
    if (!opened.await(Foreign.PATIENCE, TimeUnit.NANOSECONDS)) {
      throw new AssertionError("begin does not return");
    }
    return new HeldSection(holder, over);
  }

  void end() throws Exception {
    over.countDown();
    holder.get();
  }
}
