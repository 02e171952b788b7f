package mm.shell;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the engine does on a thread of its own. */
final class InService {
  private InService() {}

  /**
   * Waits until it is done.
   *
   * @param what for the message
   * @throws CommandFailure when it failed, or takes longer; then it goes on all the same
   */
  static void await(CompletionStage<?> work, long millis, String what) {
    try {
      work.toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw CommandFailure.failed(what + " failed: " + e.getCause());
    } catch (TimeoutException e) {
      throw CommandFailure.failed(
          what + " goes on: not done after " + millis + " ms; 'sections' shows what is open");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed(what + " goes on: interrupted");
    }
  }
}
