package mm.report.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mm.report.EventReader;

/** Writes the page of a log. */
public final class PageWriter {
  private PageWriter() {}

  /**
   * Reads a log twice and writes its page.
   *
   * @param log what an event log holds
   * @param file the page
   * @throws IOException when one of them cannot be read or written
   */
  public static void write(Path log, Path file) throws IOException {
    Extent extent = new Extent();
    EventReader.forEach(log, extent::add);
    Summary summary = new Summary(extent);
    List<Part> parts = parts(extent, summary);
    EventReader.forEach(log, event -> parts.forEach(part -> part.add(event)));
    Files.writeString(file, Template.fill(summary.title(), data(parts)));
  }

  private static List<Part> parts(Extent extent, Summary summary) {
    return List.of(
        summary,
        new Outcomes(),
        new Drivers(),
        new Stories(extent),
        new Timeline(extent),
        new AddressMap(extent),
        new Storms(extent),
        new Latencies(),
        new Reaps(extent),
        new Waits(),
        new Listing(extent));
  }

  private static String data(List<Part> parts) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (Part each : parts) {
        json.writeFieldName(each.name());
        each.write(json);
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
