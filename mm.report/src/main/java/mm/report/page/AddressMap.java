package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.Span;

/** Which addresses were invalidated when, all spaces laid over each other. */
final class AddressMap implements Part {
  private static final int COLUMNS = 160;

  private final TimeAxis axis;
  private final AddressRows rows;
  private final int[][] counts;
  private long whole;

  AddressMap(Extent extent) {
    axis = extent.axis();
    rows = extent.rows();
    counts = new int[rows.list().size()][COLUMNS];
  }

  @Override
  public String name() {
    return "map";
  }

  @Override
  public void add(Event event) {
    if (event.kind() != EventKind.SECTION_BEGIN || event.span().isEmpty()) {
      return;
    }
    if (AddressRows.isWhole(event.span())) {
      whole++;
      return;
    }
    int column = axis.column(event, COLUMNS);
    int row = rows.firstEndingAbove(event.span().start());
    while (row < counts.length && rows.list().get(row).start() < event.span().end()) {
      counts[row++][column]++;
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("columns", COLUMNS);
    json.writeNumberField("width", axis.width(COLUMNS));
    json.writeNumberField("whole", whole);
    json.writeArrayFieldStart("rows");
    for (Span each : rows.list()) {
      json.writeStartArray();
      json.writeString("0x" + Long.toHexString(each.start()));
      json.writeString("0x" + Long.toHexString(each.end()));
      json.writeEndArray();
    }
    json.writeEndArray();
    cells(json);
    json.writeEndObject();
  }

  /** Column, row, count, column, row, count, ... */
  private void cells(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("cells");
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        if (counts[row][column] != 0) {
          json.writeNumber(column);
          json.writeNumber(row);
          json.writeNumber(counts[row][column]);
        }
      }
    }
    json.writeEndArray();
  }
}
