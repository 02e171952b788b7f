package mm.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mm.machine.KernelVersion;

/**
 * What to replay, and how.
 *
 * @param files recordings, replayed one after the other
 * @param drivers ids of the drivers to attach; empty for all that are admitted
 * @param source what raises the notifications; empty for what suits each recording
 * @param device how devices touch memory
 * @param seed seed of everything that is chosen at random
 * @param check whether predictions are compared with what was recorded
 * @param deviceThreads how many threads let devices use memory; 0 for the replay's own
 * @param contents whether data that devices read is compared
 * @param settings options of drivers that were set for this run, as DRIVER.OPTION=VALUE
 * @param kernel whose ways the simulated machine follows
 * @param oom when memory runs out: {@code N} or {@code every:N} calls; empty for never
 * @param strictness what counts against a driver
 */
public record ReplayRequest(
    List<Path> files,
    List<String> drivers,
    Optional<NotificationSource> source,
    DeviceChoice device,
    long seed,
    PredictionCheck check,
    int deviceThreads,
    ContentsCheck contents,
    List<String> settings,
    KernelVersion kernel,
    Optional<String> oom,
    Strictness strictness) {
  /**
   * Copies the lists.
   *
   * @param files recordings, replayed one after the other
   * @param drivers ids of the drivers to attach; empty for all that are admitted
   * @param source what raises the notifications; empty for what suits each recording
   * @param device how devices touch memory
   * @param seed seed of everything that is chosen at random
   * @param check whether predictions are compared with what was recorded
   * @param deviceThreads how many threads let devices use memory; 0 for the replay's own
   * @param contents whether data that devices read is compared
   * @param settings options of drivers that were set for this run, as DRIVER.OPTION=VALUE
   * @param kernel whose ways the simulated machine follows
   * @param oom when memory runs out: {@code N} or {@code every:N} calls; empty for never
   * @param strictness what counts against a driver
   */
  public ReplayRequest {
    files = List.copyOf(files);
    drivers = List.copyOf(drivers);
    settings = List.copyOf(settings);
  }
}
