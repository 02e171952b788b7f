package mm.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import mm.verify.jar.JarContents;

/** A bundle in the making: a right one, of which a test spoils one thing. */
final class TestBundle {
  static final String DRIVER = "x.TestDriver";
  static final String NOTIFIER = "x.TestNotifier";

  private static final String DRIVER_SOURCE =
      """
      package x;
      import mm.spi.*;
      @DriverInfo(
          id = "test", version = "1.0.0", blocking = "BLOCKING", failure = "FAILURE",
          allocation = "ALLOCATION", subscription = {SUBSCRIPTION}, callbacks = {CALLBACKS},
          pages = "unpinned", hardware = "none", notifiers = {NOTIFIERS})
      public class TestDriver implements NotifierDriver {
        public Device attach(DriverContext context) {
          context.subscribe(new TestNotifier(context));
          return null;
        }
      }
      """;
  private static final String NOTIFIER_SOURCE =
      """
      package x;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
      import java.util.concurrent.locks.*;
      import java.util.function.*;
      import mm.api.*;
      import mm.spi.*;
      class TestNotifier implements ABILITIES {
        final DriverContext context;
        final SpinLock spin;
        final Mutex mutex;
        final WaitQueue queue;
        final Worker worker;
        final PageSource pages;
        int count;
        TestNotifier(DriverContext context) {
          this.context = context;
          spin = context.spinLock("spin");
          mutex = context.mutex("mutex");
          queue = context.waitQueue("queue");
          worker = context.worker("worker");
          pages = context.pages();
        }
        public void release(AddressSpace space) {}
        BODY
        MEMBERS
      }
      """;
  private static final String PAIRED =
      """
        public void start(InvalidationRange range) { try { STATEMENTS } catch (RuntimeException e) { throw e; } catch (Exception e) { throw new IllegalStateException(e); } }
        public void end(InvalidationRange range) {}
      """;

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Map<String, String> words = new LinkedHashMap<>();
  private final Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();
  private int release = 17;
  private SourceCompiler compiler = SourceCompiler.JAVAC;

  private TestBundle() {
    header("Bundle-ManifestVersion", "2");
    header("Bundle-SymbolicName", "test");
    header("Bundle-Version", "1.0.0");
    header("Import-Package", "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[0.1,1)\"");
    header(
        "Require-Capability",
        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\",mm.notifier.core;filter:=\"(version>=1.0)\"");
    attribute("mm.notifier.driver", "test");
    attribute("version:Version", "1.0.0");
    declares("never", "never", "never");
    subscription("list");
    attribute("pages", "unpinned");
    attribute("hardware", "none");
    word("NOTIFIERS", "TestNotifier.class");
    word("ABILITIES", "PairedNotifier");
    word("STATEMENTS", "if (count < 0) { throw new Exception(); }");
    word("MEMBERS", "");
    word("BODY", PAIRED);
    callbacks("release", "start", "end");
    source(DRIVER, DRIVER_SOURCE);
    source(NOTIFIER, NOTIFIER_SOURCE);
    entry(JarContents.SERVICE_FILE, DRIVER + "\n");
  }

  /** A paired driver that never does anything, and of which nothing is wrong. */
  static TestBundle right() {
    return new TestBundle();
  }

  TestBundle header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  TestBundle withoutHeader(String name) {
    headers.remove(name);
    return this;
  }

  /** An attribute of the capability, with its type; the annotation stays as it is. */
  TestBundle attribute(String name, String value) {
    attributes.put(name, value);
    return this;
  }

  TestBundle withoutAttribute(String name) {
    attributes.remove(name);
    return this;
  }

  /** Attributes of capability and annotation both. */
  TestBundle declares(String blocking, String failure, String allocation) {
    attribute("blocking", blocking).attribute("failure", failure);
    attribute("allocation", allocation);
    return word("BLOCKING", blocking).word("FAILURE", failure).word("ALLOCATION", allocation);
  }

  /** Of capability and annotation both. */
  TestBundle callbacks(String... names) {
    attribute("callbacks:List<String>", String.join(",", names));
    return word("CALLBACKS", quoted(names));
  }

  /** Of capability and annotation both. */
  TestBundle subscription(String... kinds) {
    attribute("subscription:List<String>", String.join(",", kinds));
    return word("SUBSCRIPTION", quoted(kinds));
  }

  private static String quoted(String... names) {
    return "\"" + String.join("\", \"", names) + "\"";
  }

  /** What a word in the sources stands for. */
  TestBundle word(String word, String text) {
    words.put(word, text);
    return this;
  }

  /** What the notifier does when a section starts. */
  TestBundle start(String statements) {
    return word("STATEMENTS", statements);
  }

  /** More members of the notifier. */
  TestBundle members(String members) {
    return word("MEMBERS", members);
  }

  TestBundle source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  TestBundle replace(String className, String old, String text) {
    if (!sources.get(className).contains(old)) {
      throw new IllegalArgumentException(old);
    }
    return source(className, sources.get(className).replace(old, text));
  }

  TestBundle entry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  TestBundle entry(String name, String text) {
    return entry(name, text.getBytes(StandardCharsets.UTF_8));
  }

  TestBundle withoutEntry(String name) {
    entries.remove(name);
    changes.put(name, bytes -> null);
    return this;
  }

  /** Changes an entry after compilation; null removes it. */
  TestBundle change(String name, UnaryOperator<byte[]> change) {
    changes.put(name, change);
    return this;
  }

  TestBundle release(int version) {
    release = version;
    return this;
  }

  TestBundle by(SourceCompiler other) {
    compiler = other;
    return this;
  }

  /** Driver and notifier, which are in package x as always, in Kotlin. */
  TestBundle kotlin(String text) {
    sources.clear();
    return by(SourceCompiler.KOTLINC).source("TestDriver.kt", text);
  }

  String manifest() {
    StringBuilder text = new StringBuilder("Manifest-Version: 1.0\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    if (!attributes.isEmpty() && !headers.containsKey("Provide-Capability")) {
      text.append("Provide-Capability: ").append(capability()).append('\n');
    }
    return text.toString();
  }

  String capability() {
    return attributes.entrySet().stream()
        .map(each -> each.getKey() + "=\"" + each.getValue() + "\"")
        .collect(Collectors.joining(";", "mm.notifier.driver;", ""));
  }

  TestBundle withoutCapability() {
    attributes.clear();
    return this;
  }

  Map<String, byte[]> classes() {
    Map<String, String> texts = new LinkedHashMap<>();
    sources.forEach((name, text) -> texts.put(name, filled(text)));
    return compiler.compile(release, texts);
  }

  /** Twice, since what a word stands for may have words too. */
  private String filled(String text) {
    String filled = text;
    for (int i = 0; i < 2; i++) {
      for (Map.Entry<String, String> word : words.entrySet()) {
        filled =
            filled.replaceAll(
                "\\b" + word.getKey() + "\\b",
                java.util.regex.Matcher.quoteReplacement(word.getValue()));
      }
    }
    return filled;
  }

  Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(JarContents.MANIFEST, manifest().getBytes(StandardCharsets.UTF_8));
    all.putAll(classes());
    all.putAll(entries);
    changes.forEach(
        (name, change) -> all.computeIfPresent(name, (n, bytes) -> change.apply(bytes)));
    return all;
  }

  JarContents contents() {
    JarContents contents = new JarContents();
    all().forEach(contents::with);
    return contents;
  }

  byte[] jar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : all().entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(
            each.getKey().equals(JarContents.MANIFEST) ? folded(each.getValue()) : each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Lines of at most 72 bytes, as other readers of jars want them. */
  private static byte[] folded(byte[] manifest) {
    if (manifest.length > 100_000) {
      return manifest;
    }
    StringBuilder text = new StringBuilder();
    for (String line : new String(manifest, StandardCharsets.UTF_8).split("\n")) {
      String rest = line;
      while (rest.length() > 70) {
        text.append(rest, 0, 70).append("\n ");
        rest = rest.substring(70);
      }
      text.append(rest).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  Path write(Path file) {
    try {
      return Files.write(file, jar());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Verdict verify() {
    return Verifier.create().verify("test.jar", contents());
  }
}
