package mm.conform.play;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import mm.conform.play.Arguments.Range;
import mm.conform.script.BadFieldException;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.SyncFlag;

/** Operations on files. */
final class FileOperations {
  private static final Map<String, FileKind> KINDS =
      Map.of("regular", FileKind.REGULAR, "memfd", FileKind.MEMORY);
  private static final Set<String> CACHES = Set.of("none", "clean", "dirty");

  private FileOperations() {}

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("file_create", FileOperations::create);
    all.put("ftruncate", FileOperations::truncate);
    all.put("punch_hole", FileOperations::punch);
    all.put("file_write", FileOperations::write);
    all.put("fsync", FileOperations::fsync);
    all.put("drop_cache", FileOperations::dropCache);
    all.put("msync", FileOperations::msync);
    all.put("remap_file_pages", FileOperations::remap);
    all.put("shmat", FileOperations::attach);
    all.put("shmdt", FileOperations::detach);
  }

  private static Action create(Arguments step) {
    String name = step.fields().text("file");
    FileKind kind = step.fields().choice("kind", KINDS);
    long pages = step.fields().number("pages");
    String cache = step.fields().text("cache");
    if (!CACHES.contains(cache)) {
      throw new BadFieldException("'cache' cannot be '" + cache + "'");
    }
    FileContent content = content(step, kind, cache);
    return world -> {
      world.createFile(name, kind, pages, content);
      return Results.SUCCESS;
    };
  }

  /** Data of a memory file is nowhere but in the cache. */
  private static FileContent content(Arguments step, FileKind kind, String cache) {
    if (!step.fields().choice("content", Map.of("data", true, "hole", false))) {
      return FileContent.HOLE;
    }
    if (kind == FileKind.MEMORY || cache.equals("clean")) {
      return FileContent.CACHED;
    }
    return cache.equals("dirty") ? FileContent.DIRTY : FileContent.UNCACHED;
  }

  private static Action truncate(Arguments step) {
    String file = step.fields().text("file");
    long bytes = step.fields().number("bytes");
    String process = step.process();
    return world -> Results.of(world.process(process).files().ftruncate(world.file(file), bytes));
  }

  private static Action punch(Arguments step) {
    String file = step.fields().text("file");
    long offset = step.fields().number("offset_bytes");
    long bytes = step.fields().number("bytes");
    String process = step.process();
    return world ->
        Results.of(world.process(process).files().punchHole(world.file(file), offset, bytes));
  }

  private static Action write(Arguments step) {
    String file = step.fields().text("file");
    long offset = step.fields().number("offset_bytes");
    long bytes = step.fields().number("bytes");
    long from = step.inner("from").start();
    String process = step.process();
    return world ->
        Results.ofPart(world.process(process).files().write(world.file(file), offset, bytes, from));
  }

  private static Action fsync(Arguments step) {
    String file = step.fields().text("file");
    String process = step.process();
    return world -> Results.of(world.process(process).files().fsync(world.file(file)));
  }

  private static Action dropCache(Arguments step) {
    String file = step.fields().text("file");
    String process = step.process();
    return world -> {
      world.process(process).files().dropCache(world.file(file));
      return Results.SUCCESS;
    };
  }

  private static Action msync(Arguments step) {
    Range range = step.range();
    Set<SyncFlag> flags = EnumSet.noneOf(SyncFlag.class);
    for (String flag : step.fields().texts("flags")) {
      flags.add(Arguments.word(SyncFlag.class, "flags", flag));
    }
    String process = step.process();
    return world ->
        Results.of(world.process(process).files().msync(range.start(), range.length(), flags));
  }

  private static Action remap(Arguments step) {
    Range range = step.range();
    long page = step.fields().number("file_page");
    String process = step.process();
    return world ->
        Results.of(
            world.process(process).files().remapFilePages(range.start(), range.length(), page));
  }

  private static Action attach(Arguments step) {
    Range range = step.range();
    String segment = step.fields().text("segment");
    String process = step.process();
    return world -> {
      long pages = range.length() / Arguments.PAGE;
      world.createFile(segment, FileKind.SEGMENT, pages, FileContent.HOLE);
      String result =
          Results.ofAddress(
              world.process(process).files().shmat(world.file(segment), range.start()));
      world.file(segment).close(); // removed once it is attached
      return result;
    };
  }

  private static Action detach(Arguments step) {
    long address = step.start();
    String process = step.process();
    return world -> Results.of(world.process(process).files().shmdt(address));
  }
}
