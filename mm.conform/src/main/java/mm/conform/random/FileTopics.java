package mm.conform.random;

import java.util.List;

/** Steps about files and shared segments. */
final class FileTopics {
  private static final long PAGE = 4096;

  private FileTopics() {}

  static List<Topic> all() {
    return List.of(
        new Topic(2, Cast::hasRoomForFile, FileTopics::create),
        new Topic(1, Cast::hasFiles, FileTopics::truncate),
        new Topic(3, Cast::hasFiles, FileTopics::punch),
        new Topic(2, Cast::hasFiles, FileTopics::write),
        new Topic(
            1,
            Cast::hasFiles,
            cast -> Words.op("fsync").by(cast.process()).with("file", cast.file().name())),
        new Topic(
            1, Cast::hasFiles, cast -> Words.op("drop_cache").with("file", cast.file().name())),
        Topic.of(2, FileTopics::msync),
        Topic.of(
            1,
            cast ->
                Words.op("remap_file_pages")
                    .on(cast.place())
                    .with("file_page", cast.random.nextInt(16))),
        Topic.of(
            1,
            cast ->
                Words.op("shmat")
                    .by(cast.process())
                    .on(cast.place())
                    .with("segment", cast.newSegment())),
        Topic.of(1, cast -> Words.op("shmdt").by(cast.process()).at(cast.place())));
  }

  private static Words create(Cast cast) {
    Cast.ScriptFile file = cast.newFile(cast.pick(List.of("regular", "memfd")));
    boolean regular = file.kind().equals("regular");
    return Words.op("file_create")
        .with("file", file.name())
        .with("kind", file.kind())
        .with("pages", file.pages())
        .with("content", cast.oneIn(3) ? "hole" : "data")
        .with("cache", regular ? cast.pick(List.of("none", "clean", "dirty")) : "none");
  }

  private static Words truncate(Cast cast) {
    Cast.ScriptFile file = cast.file();
    long bytes = cast.random.nextInt((int) file.pages() + 2) * PAGE + part(cast);
    return Words.op("ftruncate")
        .by(cast.process())
        .with("file", file.name())
        .with("bytes", cast.oneIn(2) ? file.pages() * PAGE : bytes);
  }

  /** Most often nothing: whole pages. */
  private static long part(Cast cast) {
    return cast.oneIn(4) ? cast.random.nextInt((int) PAGE) : 0;
  }

  private static Words punch(Cast cast) {
    Cast.ScriptFile file = cast.file();
    return Words.op("punch_hole")
        .by(cast.process())
        .with("file", file.name())
        .with("offset_bytes", cast.random.nextInt((int) file.pages()) * PAGE + part(cast))
        .with("bytes", (1 + cast.random.nextInt(32)) * PAGE + part(cast));
  }

  private static Words write(Cast cast) {
    Cast.ScriptFile file = cast.file();
    return Words.op("file_write")
        .by(cast.process())
        .with("file", file.name())
        .with("offset_bytes", cast.random.nextInt((int) file.pages()) * PAGE + part(cast))
        .with("bytes", (1 + cast.random.nextInt(8)) * PAGE + part(cast))
        .with("from", Words.place(cast.place()));
  }

  private static Words msync(Cast cast) {
    return Words.op("msync")
        .by(cast.process())
        .on(cast.place())
        .with("flags", List.of(cast.oneIn(3) ? "ASYNC" : "SYNC"));
  }
}
