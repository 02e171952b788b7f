package mm.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page's text with everything that it needs inside: style, data, the charts' library, scripts.
 * A content security policy forbids every request, and every script but these.
 */
final class Template {
  private static final String LIBRARY = "/mm/report/echarts/echarts.min.js";
  private static final List<String> SCRIPTS =
      List.of(
          "words.js",
          "table.js",
          "chart.js",
          "summary.js",
          "timeline.js",
          "map.js",
          "latency.js",
          "telling.js",
          "reaps.js",
          "waits.js",
          "stories.js",
          "outcomes.js",
          "main.js");

  private Template() {}

  static String fill(String title, String data) throws IOException {
    String library = resource(LIBRARY);
    String script = script();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("title", escaped(title));
    parts.put("policy", policy(library, script));
    parts.put("style", page("page.css"));
    parts.put("data", data.replace("<", "\\u003c"));
    parts.put("library", library);
    parts.put("script", script);
    return filled(page("page.html"), parts);
  }

  /** From left to right, so that nothing inside of a part is taken for the place of another. */
  private static String filled(String template, Map<String, String> parts) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int at = template.indexOf("{{"); at >= 0; at = template.indexOf("{{", from)) {
      int end = template.indexOf("}}", at);
      text.append(template, from, at).append(parts.get(template.substring(at + 2, end)));
      from = end + 2;
    }
    return text.append(template, from, template.length()).toString();
  }

  private static String policy(String... scripts) {
    StringBuilder allowed = new StringBuilder();
    for (String each : scripts) {
      allowed.append(" 'sha256-").append(digest(each)).append('\'');
    }
    return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:;"
        + " style-src 'unsafe-inline'; script-src"
        + allowed;
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String script() throws IOException {
    StringBuilder text = new StringBuilder("(() => {\n'use strict';\n");
    for (String each : SCRIPTS) {
      text.append(page(each)).append('\n');
    }
    return text.append("})();").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String page(String name) throws IOException {
    return resource("/mm/report/page/" + name);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the jar of mm.report is incomplete: no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
