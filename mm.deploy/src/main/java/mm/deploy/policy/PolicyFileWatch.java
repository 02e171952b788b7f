package mm.deploy.policy;

import java.nio.file.Path;

/**
 * Sees when the policy's file has changed: when two looks in a row find the same state, and another
 * than before, so that a file that is just being written is waited for. Used by one thread.
 */
final class PolicyFileWatch {
  private final Path file;
  private FileStamp known;
  private FileStamp last;

  /** The file as it is now is known. */
  PolicyFileWatch(Path file) {
    this.file = file;
    known = FileStamp.ofAny(file);
    last = known;
  }

  /** Whether there is something new. */
  boolean look() {
    FileStamp now = FileStamp.ofAny(file);
    boolean news = now.equals(last) && !now.equals(known);
    last = now;
    if (news) {
      known = now;
    }
    return news;
  }
}
