package mm.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to replay, and how.
 *
 * @param files recordings, replayed one after the other
 * @param drivers ids of the drivers to attach; empty for all that are admitted
 * @param source what raises the notifications; empty for what suits each recording
 * @param device how devices touch memory
 * @param seed seed of everything that is chosen at random
 * @param check whether predictions are compared with what was recorded
 */
public record ReplayRequest(
    List<Path> files,
    List<String> drivers,
    Optional<NotificationSource> source,
    DeviceChoice device,
    long seed,
    PredictionCheck check) {
  /**
   * Copies the lists.
   *
   * @param files recordings, replayed one after the other
   * @param drivers ids of the drivers to attach; empty for all that are admitted
   * @param source what raises the notifications; empty for what suits each recording
   * @param device how devices touch memory
   * @param seed seed of everything that is chosen at random
   * @param check whether predictions are compared with what was recorded
   */
  public ReplayRequest {
    files = List.copyOf(files);
    drivers = List.copyOf(drivers);
  }
}
