package mm.deploy.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment.Mode;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what the folder holds what is deployed. It acts on changes only: what the shell did to a
 * unit stands until the unit's jar in the folder changes, also over a restart.
 *
 * <p>Of several versions of a unit the highest counts. A unit goes when its jar has been missing in
 * two looks in a row and no other jar is still growing, which may be its next version. A jar that
 * is refused changes nothing, and is looked at again when it changes, or the policy does.
 */
final class FolderWatch {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final int ATTEMPTS = 3;

  private final Path folder;
  private final FolderView view;
  private final Deployer deployer;
  private final Memory memory;
  private final Map<Path, Content> contents = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Set<String> missing = new HashSet<>();

  /** Files that could not be read, whatever they hold. */
  private final Set<Path> unread = new HashSet<>();

  /** Units acted upon since this framework was started. */
  private final Set<String> acted = new HashSet<>();

  private boolean unreadable;

  FolderWatch(Path folder, Clock clock, Deployer deployer, Memory memory) {
    this.folder = folder;
    this.deployer = deployer;
    this.memory = memory;
    view = new FolderView(folder, clock);
  }

  /**
   * What a file is known to hold.
   *
   * @param stamp the file's state when it was read
   * @param jar what it held last that was right; null when it never did
   * @param right whether it is right now
   */
  private record Content(FileStamp stamp, Jar jar, boolean right) {}

  /** Looks once and acts; the answer is how many jars have to be looked at again. */
  int look() {
    try {
      FolderView.Look look = view.look();
      unreadable = false;
      look.whole().forEach(this::read);
      contents.keySet().removeIf(file -> !Files.exists(file));
      unread.retainAll(contents.keySet());
      Map<String, Path> desired = desired();
      Optional.ofNullable(desired.remove(EngineUnit.NAME))
          .ifPresent(file -> bring(EngineUnit.NAME, file)); // first, so that drivers let go once
      desired.forEach(this::bring);
      takeAway(look.growing());
      return look.growing();
    } catch (IOException e) {
      complain(e);
      return 0;
    }
  }

  /** A folder that cannot be read says nothing about what is to be here. */
  private void complain(IOException e) {
    if (!unreadable) {
      unreadable = true;
      LOG.warn("{} cannot be read; nothing is changed", folder, e);
    }
  }

  private void read(Path file, FileStamp stamp) {
    Content before = contents.get(file);
    if (before != null && before.stamp().equals(stamp) && !unread.contains(file)) {
      return;
    }
    Jar last = before == null ? null : before.jar();
    try {
      contents.put(file, new Content(stamp, deployer.store().add(file), true));
      unread.remove(file);
    } catch (UnreadableJarException e) {
      contents.put(file, new Content(stamp, last, false));
      if (unread.add(file)) { // told once, and tried again with each look
        refused(file, last, e);
      }
    } catch (RefusedJarException e) {
      unread.remove(file);
      contents.put(file, new Content(stamp, last, false));
      refused(file, last, e);
    }
  }

  private void refused(Path file, Jar last, RefusedJarException why) {
    deployer.refusedInFolder(last == null ? file.getFileName().toString() : last.name(), why);
  }

  /** The file to act upon for each unit. */
  private Map<String, Path> desired() {
    Map<String, Path> best = new LinkedHashMap<>();
    new TreeMap<>(contents)
        .forEach(
            (file, content) -> {
              if (content.right()) {
                best.merge(content.jar().name(), file, this::better);
              }
            });
    return best;
  }

  private Path better(Path one, Path other) {
    Jar first = contents.get(one).jar();
    Jar second = contents.get(other).jar();
    int order =
        Version.parseVersion(first.version()).compareTo(Version.parseVersion(second.version()));
    if (order == 0 && !first.sha256().equals(second.sha256())) {
      deployer.sameVersionTwice(first, one, other);
    }
    return order >= 0 ? one : other;
  }

  private void bring(String unit, Path file) {
    Jar jar = contents.get(file).jar();
    String hash = jar.sha256();
    String done = memory.folder(unit).orElse("");
    if (hash.equals(done) && (deployer.has(unit) || acted.contains(unit))) {
      return;
    }
    DeployReport report = deployer.fromFolder(file, jar);
    boolean settled = report.satisfied() || isAsSeen(file);
    if (!isToBeTriedAgain(unit, report) && settled) {
      acted.add(unit);
      memory.actedUpon(unit, hash, file.getFileName().toString());
    }
    LOG.info("{}: {} ({})", file.getFileName(), report.message(), report.outcome());
  }

  /** What was refused and is another file by now is read by the next look, which decides anew. */
  private boolean isAsSeen(Path file) {
    try {
      return FileStamp.of(file).equals(contents.get(file).stamp());
    } catch (IOException e) {
      return false;
    }
  }

  /** Jars that did not get in are tried again: somebody may welcome them now. */
  void tryRefusedAgain() {
    acted.removeIf(unit -> !deployer.has(unit));
  }

  private void takeAway(int growing) {
    Set<String> here = new HashSet<>();
    contents.values().stream()
        .map(Content::jar)
        .filter(Objects::nonNull)
        .forEach(j -> here.add(j.name()));
    for (String unit : memory.ofFolder()) {
      if (here.contains(unit) || growing > 0 || isSpoilt(unit)) {
        missing.remove(unit);
      } else if (!missing.add(unit)) {
        takeAway(unit);
      }
    }
  }

  /** Its file is there and holds nothing right: it became so while nobody looked. */
  private boolean isSpoilt(String unit) {
    return memory
        .file(unit)
        .map(file -> contents.get(folder.resolve(file)))
        .filter(content -> !content.right())
        .isPresent();
  }

  private void takeAway(String unit) {
    if (deployer.has(unit) && isToBeTriedAgain(unit, remove(unit))) {
      return;
    }
    missing.remove(unit);
    acted.remove(unit);
    memory.gone(unit);
  }

  private DeployReport remove(String unit) {
    DeployReport report = deployer.remove(unit, Mode.EXECUTE, "its jar is gone from the folder");
    LOG.info("{}: {} ({})", unit, report.message(), report.outcome());
    return report;
  }

  private boolean isToBeTriedAgain(String unit, DeployReport report) {
    boolean again =
        report.outcome() == DeployReport.Outcome.KEPT
            && attempts.merge(unit, 1, Integer::sum) < ATTEMPTS;
    if (!again) {
      attempts.remove(unit);
    }
    return again;
  }

  /** Somebody removed the unit by an order; the folder is to say the same. */
  void forget(String file) {
    try {
      Files.deleteIfExists(folder.resolve(file));
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted, and will be deployed at the next start", file, e);
    }
  }
}
