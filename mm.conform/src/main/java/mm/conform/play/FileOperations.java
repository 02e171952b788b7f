package mm.conform.play;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import mm.conform.script.BadFieldException;
import mm.machine.FileContent;
import mm.machine.FileKind;

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
  }

  private static Action create(Arguments step) {
    String name = step.fields().text("file");
    FileKind kind = step.fields().choice("kind", KINDS);
    long pages = step.fields().number("pages");
    String cache = step.fields().text("cache");
    if (!CACHES.contains(cache)) {
      throw new BadFieldException("'cache' cannot be '" + cache + "'");
    }
    if (cache.equals("dirty") && kind == FileKind.REGULAR) { // memory files are never written back
      return new Lacking("write-back");
    }
    FileContent content = content(step, kind, cache);
    return world -> {
      world.createFile(name, kind, pages, content);
      return Results.SUCCESS;
    };
  }

  /** Data of a memory file is nowhere but in the cache. */
  private static FileContent content(Arguments step, FileKind kind, String cache) {
    boolean data = step.fields().choice("content", Map.of("data", true, "hole", false));
    boolean cached = data && (kind == FileKind.MEMORY || cache.equals("clean"));
    return cached ? FileContent.CACHED : FileContent.UNCACHED;
  }

  private static Action truncate(Arguments step) {
    String file = step.fields().text("file");
    long bytes = step.fields().number("bytes");
    String process = step.process();
    return world -> Results.of(world.process(process).ftruncate(world.file(file), bytes));
  }

  private static Action punch(Arguments step) {
    String file = step.fields().text("file");
    long offset = step.fields().number("offset_bytes");
    long bytes = step.fields().number("bytes");
    String process = step.process();
    return world -> Results.of(world.process(process).punchHole(world.file(file), offset, bytes));
  }
}
