package mm.shell.felix;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;
import org.osgi.framework.BundleContext;

/** What the commands show, one after the other, as text or as one JSON object. */
public final class Inventory implements InventoryPrinter {
  private final List<String> shown;
  private final Runner runner;

  /** Runs a command. */
  @FunctionalInterface
  public interface Runner {
    /**
     * Runs it; its exit code tells whether all is well, which is not asked here.
     *
     * @param words its name and its arguments
     * @param out where it writes to
     * @param err where it says why it failed
     * @return its exit code
     */
    int run(List<String> words, PrintStream out, PrintStream err);
  }

  private Inventory(List<String> shown, Runner runner) {
    this.shown = shown;
    this.runner = runner;
  }

  /**
   * Registers the printer for as long as the bundle is active.
   *
   * @param context of the bundle
   * @param shown the commands
   * @param runner runs them
   */
  public static void register(BundleContext context, List<String> shown, Runner runner) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(InventoryPrinter.NAME, "mm");
    properties.put(InventoryPrinter.TITLE, "mm drivers");
    properties.put(
        InventoryPrinter.FORMAT, new String[] {Format.TEXT.toString(), Format.JSON.toString()});
    context.registerService(InventoryPrinter.class, new Inventory(shown, runner), properties);
  }

  @Override
  public void print(PrintWriter writer, Format format, boolean isZip) {
    if (Format.JSON.equals(format)) {
      printJson(writer);
    } else {
      shown.forEach(each -> writer.println("== " + each + "\n" + output(List.of(each))));
    }
  }

  private void printJson(PrintWriter writer) {
    String separator = "{";
    for (String each : shown) {
      String json = output(List.of(each, "--json")).strip();
      writer.println(separator + "\"" + each + "\": " + (json.isEmpty() ? "null" : json));
      separator = ",";
    }
    writer.println("}");
  }

  /** A command that fails has nothing to show. */
  private String output(List<String> words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    runner.run(words, out, new PrintStream(OutputStream.nullOutputStream()));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
