package mm.it;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium of this machine. */
final class Chromium implements AutoCloseable {
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final List<String> DRIVERS =
      List.of("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
  private static final long SECONDS = 120;
  private static final Pattern REQUEST =
      Pattern.compile(
          "\"method\":\"Network.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]*)\"");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one; without the profile {@code browser} the test is skipped, with it there has to be
   * one.
   */
  static Chromium start() {
    assumeTrue(
        "required".equals(System.getProperty("mm.browser")), "no browser: run with -Pbrowser");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(first(BROWSERS));
    // Its sandbox needs rights that a container does not give; the pages are our own.
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return new Chromium(
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(first(DRIVERS)))
                .withTimeout(Duration.ofSeconds(SECONDS))
                .build(),
            options));
  }

  private static String first(List<String> places) {
    Stream<String> found = places.stream().filter(each -> Files.isExecutable(Path.of(each)));
    return found
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "none of " + places + ": apt-get install chromium chromium-driver"));
  }

  /** Gives the window a size, and the page the colours that its reader prefers. */
  void look(int width, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Loads a page; forgets what was logged before. */
  void open(Path page) {
    errors();
    requests();
    driver.get(page.toUri().toString());
  }

  /** What a script returns. */
  Object run(String script) {
    return driver.executeScript(script);
  }

  /**
   * Whether something becomes true in time; a page may still be on its way when it is asked for.
   */
  boolean becomesTrue(String expression) {
    long deadline = System.nanoTime() + SECONDS * 1_000_000_000;
    while (!isTrue(expression) && System.nanoTime() < deadline) {
      run("return new Promise(done => setTimeout(done, 20))");
    }
    return isTrue(expression);
  }

  /** Processor time of the page's main thread so far, which others on the machine do not take. */
  double busySeconds() {
    driver.executeCdpCommand("Performance.enable", Map.of());
    List<?> all =
        (List<?>) driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
    return all.stream()
        .map(each -> (Map<?, ?>) each)
        .filter(each -> each.get("name").equals("ThreadTime"))
        .mapToDouble(each -> ((Number) each.get("value")).doubleValue())
        .findFirst()
        .orElseThrow();
  }

  long number(String expression) {
    return ((Number) run("return " + expression)).longValue();
  }

  boolean isTrue(String expression) {
    return (Boolean) run("return !!(" + expression + ")");
  }

  List<?> list(String expression) {
    return (List<?>) run("return " + expression);
  }

  /** What the console says, warnings included. */
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(each -> each.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Addresses that were asked for, whatever became of it. */
  List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(each -> REQUEST.matcher(each.getMessage()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  void assertNothingIsWiderThanTheWindow() {
    assertTrue(
        isTrue("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
        () -> "scrolls sideways: " + number("document.documentElement.scrollWidth"));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
