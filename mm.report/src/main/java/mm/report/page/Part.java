package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import mm.report.Event;

/** Something that the page shows: gathers its figures from the events, then writes them. */
interface Part {
  /** Name of its figures in the page's data. */
  String name();

  /** Takes the next event of the second reading; its memory does not grow with their number. */
  void add(Event event);

  /** Writes one JSON value. */
  void write(JsonGenerator json) throws IOException;
}
