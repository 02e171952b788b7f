package mm.conform.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the cases of a file one after the other; never holds more than one. */
public final class CaseFile implements Closeable {
  private static final long PAGE_BYTES = 4096;

  private final String file;
  private final JsonParser parser;
  private Format format;
  private Regions regions = Regions.DEFAULT;
  private int number;

  private CaseFile(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Opens a file at its first case.
   *
   * @param path the file, plain or compressed with xz
   * @return the open file
   * @throws MalformedFileException when it cannot be read or does not begin as a case file does
   */
  public static CaseFile open(Path path) throws MalformedFileException {
    String name = path.toString();
    try {
      CaseFile opened = new CaseFile(name, parser(path));
      try {
        opened.begin();
      } catch (MalformedFileException e) {
        opened.close();
        throw e;
      }
      return opened;
    } catch (IOException e) {
      throw new MalformedFileException(name, "", Unpacking.problem(e));
    }
  }

  private static JsonParser parser(Path path) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    return factory.createParser(Unpacking.open(path));
  }

  /** Moves to the list of cases and keeps what is said before it. */
  private void begin() throws MalformedFileException {
    reading(
        () -> {
          require(JsonToken.START_OBJECT, parser.nextToken(), "it does not begin with an object");
          if (!header()) {
            throw new BadFieldException("it holds no 'cases'");
          }
          checkContent();
          return format;
        });
  }

  private void checkContent() throws IOException {
    if (format == null) {
      throw new BadFieldException("'format' is missing before '" + parser.currentName() + "'");
    }
    boolean layout = format == Format.LAYOUT;
    require(layout ? "layout" : "cases", parser.currentName(), "the format is another");
    JsonToken wanted = layout ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
    require(wanted, parser.currentToken(), "'" + parser.currentName() + "' is no list");
  }

  /** Reads fields up to the cases; false when the object ends before. */
  private boolean header() throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "cases", "layout" -> {
          return true;
        }
        case "format" -> format = Format.of(parser.getText());
        case "page_bytes" -> checkPageSize();
        case "regions" -> regions = Regions.of(JsonTree.object(parser));
        default -> parser.skipChildren();
      }
    }
    return false;
  }

  private void checkPageSize() throws IOException {
    if (parser.getLongValue() != PAGE_BYTES) {
      throw new BadFieldException("pages of " + parser.getLongValue() + " bytes");
    }
  }

  /**
   * Reads the next case.
   *
   * @return the case, or empty after the last
   * @throws MalformedFileException when it is malformed, or the file is damaged or cut off here
   */
  public Optional<Case> next() throws MalformedFileException {
    return reading(
        () -> {
          if (parser.isClosed() || parser.nextToken() == JsonToken.END_ARRAY) {
            finish();
            return Optional.empty();
          }
          number++;
          Fields fields = JsonTree.object(parser);
          return Optional.of(read(fields));
        });
  }

  /**
   * Reads the next layout of a layout file.
   *
   * @return the layout, or empty after the last
   * @throws MalformedFileException when it is malformed, or the file is damaged or cut off here
   */
  public Optional<Layout> nextLayout() throws MalformedFileException {
    return reading(
        () -> {
          if (parser.isClosed() || parser.nextToken() == JsonToken.END_OBJECT) {
            finish();
            return Optional.empty();
          }
          number++;
          String name = parser.currentName();
          parser.nextToken();
          return Optional.of(Layout.of(name, JsonTree.object(parser)));
        });
  }

  private Case read(Fields fields) throws MalformedFileException {
    String place = fields.has("name") ? "case " + fields.text("name") : place();
    try {
      return Case.of(fields, format, regions);
    } catch (BadPlaceException e) {
      throw new MalformedFileException(file, place + ", " + e.place(), e.getMessage());
    } catch (BadFieldException e) {
      throw new MalformedFileException(file, place, e.getMessage());
    }
  }

  private void finish() throws IOException {
    number = 0;
    while (!parser.isClosed() && parser.nextToken() == JsonToken.FIELD_NAME) {
      parser.nextToken();
      parser.skipChildren();
    }
    if (!parser.isClosed() && parser.nextToken() != null) {
      throw new BadFieldException("something follows after its end");
    }
    parser.close();
  }

  private String place() {
    return number == 0 ? "" : "case " + number + " of the file";
  }

  /** Reads something from the file. */
  private interface Reading<T> {
    T read() throws IOException, MalformedFileException;
  }

  private <T> T reading(Reading<T> reading) throws MalformedFileException {
    try {
      return reading.read();
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(file, place(), problem(e));
    } catch (IOException e) {
      throw new MalformedFileException(file, place(), Unpacking.problem(e));
    } catch (BadFieldException e) {
      throw new MalformedFileException(file, place(), e.getMessage());
    }
  }

  private static String problem(JsonProcessingException e) {
    String text = e.getOriginalMessage().lines().findFirst().orElse("");
    return e.getLocation() == null ? text : "line " + e.getLocation().getLineNr() + ": " + text;
  }

  private static void require(Object wanted, Object found, String otherwise) {
    if (!wanted.equals(found)) {
      throw new BadFieldException(otherwise);
    }
  }

  /**
   * What it holds.
   *
   * @return the format it names
   */
  public Format format() {
    return format;
  }

  /**
   * The file.
   *
   * @return its name, for messages
   */
  public String name() {
    return file;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
