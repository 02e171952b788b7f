package mm.conform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import mm.conform.random.Failure;
import mm.conform.script.Step;

/** What came of random scripts, for people or as one JSON object on one line. */
final class RandomReport {
  private RandomReport() {}

  static void text(PrintStream out, RandomRequest request, Optional<Failure> failure) {
    if (failure.isEmpty()) {
      out.printf(
          "OK: %,d random steps from seed %d, nothing stale, leaked, unbalanced or different%n",
          request.steps(), request.seed());
      return;
    }
    Failure found = failure.get();
    out.printf("FAILED in the script of seed %d: %s%n%n", found.seed(), found.breach());
    out.printf("shrunk to %d steps:%n", found.steps().size());
    for (Step step : found.steps()) {
      out.printf("%3d  %s%n", step.index(), step.json());
    }
    out.println();
    if (request.save().isPresent()) {
      out.printf("saved; run it again with: mm conform %s%n", request.save().get());
    } else {
      out.println("--save FILE would keep it as a file that mm conform runs");
    }
  }

  static void json(PrintStream out, RandomRequest request, Optional<Failure> failure) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("seed", request.seed());
      json.writeNumberField("steps", request.steps());
      json.writeBooleanField("ok", failure.isEmpty());
      json.writeArrayFieldStart("failures");
      if (failure.isPresent()) {
        write(json, failure.get());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    out.println(text);
  }

  private static void write(JsonGenerator json, Failure failure) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seed", failure.seed());
    json.writeStringField("kind", failure.breach().kind().toString());
    json.writeStringField("reason", failure.breach().text());
    json.writeArrayFieldStart("script");
    for (Step step : failure.steps()) {
      json.writeRawValue(step.json());
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
