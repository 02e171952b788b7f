package mm.it;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Holds the deployer where a version comes to a state: it waits for its listeners. */
final class Hold {
  private final String version;
  private final String state;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private Hold(String version, String state) {
    this.version = version;
    this.state = state;
  }

  static Hold at(Felix felix, String version, String state) throws Exception {
    Hold hold = new Hold(version, state);
    Transitions.listen(felix, hold::heard);
    return hold;
  }

  private void heard(Map<String, Object> step) {
    if (step.get("version").equals(version) && step.get("to").equals(state)) {
      reached.countDown();
      await(go);
    }
  }

  /** Waits until the deployer stands there. */
  void await() {
    await(reached);
  }

  /** Lets it go on. */
  void end() {
    go.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
