package mm.soak;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import mm.api.NotifierCore;
import mm.deploy.service.Deployment;
import mm.deploy.service.LastingSpaces;
import mm.report.ViolationScript;
import org.osgi.framework.BundleContext;

/**
 * The verb {@code soak}, in types of the JDK. Options: {@code swaps}, {@code seconds}, {@code
 * threads}, {@code engines}, {@code updates} Integer, {@code drivers} List of String, {@code
 * chaos}, {@code naive}, {@code failFast}, {@code json}, {@code progress} Boolean, {@code seed}
 * Long, {@code save} Path or absent, for the steps that led to the first violation, {@code out} and
 * {@code err} PrintStream. The result is the exit code: 0 nothing was lost, 1 something was, 2
 * unusable options.
 */
public final class SoakVerb implements ToIntFunction<Map<String, Object>> {
  private final BundleContext context;
  private final Supplier<NotifierCore> core;
  private final LastingSpaces spaces;
  private final Deployment deployment;

  /**
   * Makes the verb.
   *
   * @param context of this bundle
   * @param core the engine of the moment, whose drivers take part
   * @param spaces where the load has its spaces
   * @param deployment who swaps them
   */
  public SoakVerb(
      BundleContext context,
      Supplier<NotifierCore> core,
      LastingSpaces spaces,
      Deployment deployment) {
    this.context = context;
    this.core = core;
    this.spaces = spaces;
    this.deployment = deployment;
  }

  @Override
  public int applyAsInt(Map<String, Object> options) {
    PrintStream out = (PrintStream) options.get("out");
    PrintStream err = (PrintStream) options.get("err");
    PrintStream progress =
        Boolean.TRUE.equals(options.get("progress"))
            ? err
            : new PrintStream(OutputStream.nullOutputStream());
    try {
      Request request = Request.of(options);
      Soak soak = new Soak(context, core, spaces, deployment, request, progress);
      Outcome outcome = soak.run();
      if (request.save().isPresent()) {
        save(soak.script(), outcome, request.save().get(), err);
      }
      out.println(Boolean.TRUE.equals(options.get("json")) ? json(outcome) : outcome.text());
      out.flush();
      return outcome.clean() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      err.println("mm: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("mm: " + options.get("save") + " cannot be written: " + e.getMessage());
      return 2;
    }
  }

  private static void save(
      Optional<ViolationScript> script, Outcome outcome, Path file, PrintStream err)
      throws IOException {
    if (script.isEmpty()) {
      err.println(
          "mm: nothing to save: no driver broke its word"
              + (outcome.drainsAreShort() ? "" : "; that drains took too long is a measurement")
              + (outcome.leaks().isEmpty() ? "" : "; of classes that stay none are a driver's"));
      return;
    }
    script.get().write(file);
    err.println(
        "mm: "
            + script.get().log().steps().size()
            + " steps led to: "
            + script.get().cause().text());
  }

  private static String json(Outcome outcome) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, outcome.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        json.writeFieldName(each.getKey().toString());
        write(json, each.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> many) {
      json.writeStartArray();
      for (Object each : many) {
        write(json, each);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
