package mm.tck;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A section that another thread holds open until it is ended here. */
record HeldSection(Rig rig, Foreign<Boolean> holder, CountDownLatch over) {
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
    if (!opened.await(rig.patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("begin does not return");
    }
    return new HeldSection(rig, holder, over);
  }

  void end() throws Exception {
    tellToEnd();
    awaitEnd();
  }

  void tellToEnd() {
    over.countDown();
  }

  void awaitEnd() throws Exception {
    holder.get(rig.patience);
  }
}
