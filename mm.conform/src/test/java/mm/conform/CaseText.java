package mm.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small case files, in JSON with single quotes. */
public final class CaseText {
  /** Recorded cases and programs of a real kernel. */
  public static final Path SAMPLES = Path.of("..", "samples");

  private static final String MAP =
      "{'op':'mmap','region':'A','page':0,'pages':64,'kind':'anon','sharing':'private',"
          + "'prot':'rw','fixed':'noreplace'},"
          + "{'op':'touch','region':'A','access':'write','ranges':[[0,64]]},{'op':'record'}";

  private CaseText() {}

  /** A case of 64 written pages, level core, family f; steps 3 and on are given. */
  public static String touched(String name, String steps, String expect) {
    return of(name, MAP + (steps.isEmpty() ? "" : "," + steps), expect);
  }

  /** A case of level core, family f. */
  public static String of(String name, String steps, String expect) {
    return "{'name':'"
        + name
        + "','family':'f','level':'core','steps':["
        + steps
        + "],'expect':["
        + expect
        + "]}";
  }

  /** A munmap of [page, page + pages). */
  public static String munmap(long page, long pages) {
    return "{'op':'munmap','region':'A','page':" + page + ",'pages':" + pages + ",'ret':0}";
  }

  /** One expected start. */
  public static String start(long from, long to) {
    return "{'callback':'invalidate_range_start','region':'A','start_page':"
        + from
        + ",'end_page':"
        + to
        + ",'event':'UNMAP'}";
  }

  /** A file of small cases. */
  public static Path file(Path folder, String... cases) throws IOException {
    return text(folder, "{'format':'notifier-cases-1','cases':[" + String.join(",", cases) + "]}");
  }

  /** A file of programs. */
  public static Path programs(Path folder, String... cases) throws IOException {
    return text(
        folder, "{'format':'notifier-programs-1','cases':[" + String.join(",", cases) + "]}");
  }

  /** A file with a text. */
  public static Path text(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("cases.json"), text.replace('\'', '"'));
  }
}
