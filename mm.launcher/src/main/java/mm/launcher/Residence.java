package mm.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder in which a running mm lives: its lock, its bundle cache, the address of its control
 * channel. One mm at a time; the lock goes with its process, however that ends.
 */
final class Residence implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel channel;

  private Residence(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Moves in; fails when another mm lives there, or nothing can be written there. */
  static Residence enter(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isOurs(channel)) {
        channel.close();
        throw Problem.unusable(
            "another mm runs in " + folder + "; stop it, or give this one a --storage of its own");
      }
      return new Residence(folder, channel);
    } catch (IOException e) {
      throw Problem.unusable(
          "cannot write to " + folder + " (" + e + "); choose another --storage");
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Problem.internal("cannot leave " + folder, e);
    }
  }
}
