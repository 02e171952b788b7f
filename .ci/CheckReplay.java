import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Judges the JSON of a replay where there is neither jq nor Python. */
class CheckReplay {
  private CheckReplay() {}

  public static void main(String[] args) throws Exception {
    String json = Files.readString(Path.of(args[0]));
    if (count(json, "\"id\"") == 0 || !allZero(json, "stale") || !allZero(json, "violations")) {
      System.exit(1);
    }
  }

  private static boolean allZero(String json, String key) {
    return count(json, "\"" + key + "\"\\s*:") == count(json, "\"" + key + "\"\\s*:\\s*0\\b(?!\\.)");
  }

  private static long count(String json, String pattern) {
    return Pattern.compile(pattern).matcher(json).results().count();
  }
}
