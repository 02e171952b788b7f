package mm.verify;

import java.util.List;
import java.util.stream.Stream;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bundles of which one thing that they say is wrong: each is refused by exactly its rule. */
@Execution(ExecutionMode.CONCURRENT)
class MetadataDefectsTest extends WrongBundles {
  private static final String SERVICE = JarContents.SERVICE_FILE;
  private static final String IMPORT = "Import-Package";
  private static final String NOTIFIER_CLASS = "x/TestNotifier.class";

  @TestFactory
  Stream<DynamicTest> shouldFindWhatIsWrongWithTheCapability() {
    wrong("R6.1", "no capability", TestBundle::withoutCapability);
    wrong(
        "R6.1",
        "two of one driver",
        b -> b.header("Provide-Capability", b.capability() + "," + b.capability()));
    wrong(
        "R6.1",
        "effective later",
        b -> b.header("Provide-Capability", b.capability() + ";effective:=active"));
    for (String each :
        List.of(
            "mm.notifier.driver",
            "version:Version",
            "blocking",
            "failure",
            "allocation",
            "subscription:List<String>",
            "callbacks:List<String>",
            "pages",
            "hardware")) {
      wrong("R6.2", "without " + each, b -> b.withoutAttribute(each));
    }
    wrong("R6.3", "an unknown attribute", b -> b.attribute("speed", "high"));
    wrong("R6.3", "an unknown attribute with a type", b -> b.attribute("max:Long", "7"));
    wrong("R6.4", "blocking", b -> b.attribute("blocking", "sometimes"));
    wrong("R6.4", "blocking in capitals", b -> b.attribute("blocking", "NEVER"));
    wrong(
        "R6.4",
        "blocking as a number",
        b -> b.withoutAttribute("blocking").attribute("blocking:Long", "0"));
    wrong("R6.4", "failure", b -> b.attribute("failure", "always"));
    wrong("R6.4", "allocation", b -> b.attribute("allocation", "yes"));
    wrong("R6.4", "pages", b -> b.attribute("pages", "some"));
    wrong("R6.4", "id", b -> b.attribute("mm.notifier.driver", "Test Driver"));
    wrong("R6.4", "hardware", b -> b.attribute("hardware", " "));
    wrong("R6.4", "version", b -> b.attribute("version:Version", "new"));
    wrong(
        "R6.4",
        "version as text",
        b -> b.withoutAttribute("version:Version").attribute("version", "1.0.0"));
    wrong("R6.4", "callbacks", b -> b.attribute("callbacks:List<String>", "release,begin"));
    wrong(
        "R6.4",
        "callbacks twice",
        b -> b.attribute("callbacks:List<String>", "release,start,end,end"));
    wrong("R6.4", "no callbacks", b -> b.attribute("callbacks:List<String>", ""));
    wrong(
        "R6.4",
        "callbacks as text",
        b -> b.withoutAttribute("callbacks:List<String>").attribute("callbacks", "release"));
    wrong("R6.4", "subscription", b -> b.attribute("subscription:List<String>", "array"));
    wrong(
        "R6.4",
        "subscription as text",
        b -> b.withoutAttribute("subscription:List<String>").attribute("subscription", "list"));
    wrong("R1.3", "declines and ends", b -> b.attribute("failure", "when-forbidden"));
    wrong(
        "R1.3",
        "try-start and end",
        b -> b.attribute("callbacks:List<String>", "release,try-start,end"));
    wrong(
        "R6.6",
        "declines without a callback for it",
        b ->
            b.attribute("failure", "when-forbidden")
                .attribute("callbacks:List<String>", "release"));
    wrong("R6.6", "start without end", b -> b.attribute("callbacks:List<String>", "release,start"));
    wrong(
        "R6.6",
        "flush and start",
        b ->
            b.attribute("callbacks:List<String>", "release,start,end,flush-secondary-tlb")
                .attribute("subscription:List<String>", "list,secondary-tlb"));
    wrong(
        "R6.6",
        "the wrong subscription",
        b -> b.attribute("subscription:List<String>", "interval"));
    wrong(
        "R6.6",
        "a subscription too many",
        b -> b.attribute("subscription:List<String>", "list,interval"));
    return tests();
  }

  @TestFactory
  Stream<DynamicTest> shouldFindWhereClassesDoNotFitTheCapability() {
    wrong(
        "R6.5",
        "declared, not implemented",
        b -> b.callbacks("release", "start", "end", "change-pte"));
    wrong("R6.5", "implemented, not declared", b -> b.callbacks("release"));
    wrong(
        "R6.5",
        "inherited, not declared",
        b ->
            b.source(
                    "x.Both",
                    "package x; interface Both extends mm.spi.PairedNotifier, mm.spi.PteChangeNotifier {}")
                .word("ABILITIES", "Both")
                .members("public void changePte(AddressSpace s, long a, long f) {}"));
    wrong(
        "R6.5", "the annotation says something else", b -> b.attribute("blocking", "when-allowed"));
    wrong("R6.5", "another version", b -> b.attribute("version:Version", "1.0.1"));
    wrong("R6.5", "another id", b -> b.attribute("mm.notifier.driver", "other"));
    wrong(
        "R6.5",
        "no annotation",
        b ->
            b.replace(TestBundle.DRIVER, "@DriverInfo(", "/*")
                .replace(TestBundle.DRIVER, "notifiers = {NOTIFIERS})", "*/"));
    wrong(
        "R6.5",
        "lists what is no notifier",
        b -> b.word("NOTIFIERS", "TestNotifier.class, TestDriver.class"));
    wrong(
        "R6.5",
        "lists an abstract class",
        b ->
            b.source("x.Half", "package x; abstract class Half implements mm.spi.Notifier {}")
                .word("NOTIFIERS", "TestNotifier.class, Half.class"));
    wrong(
        "R6.5",
        "lists what is elsewhere",
        b ->
            b.source(
                    "x.Gone",
                    "package x; class Gone implements mm.spi.Notifier { public void release(mm.api.AddressSpace s) {} }")
                .word("NOTIFIERS", "TestNotifier.class, Gone.class")
                .withoutEntry("x/Gone.class"));
    wrong(
        "R1.3",
        "a class that declines and ends",
        b ->
            b.source(
                    "x.Odd",
                    "package x; class Odd extends TestNotifier implements mm.spi.DecliningNotifier { Odd(mm.spi.DriverContext c) { super(c); } public mm.spi.Answer tryStart(mm.api.InvalidationRange r) { return null; } }")
                .callbacks("release", "start", "end", "try-start")
                .word("NOTIFIERS", "Odd.class"));
    wrong("R6.8", "no service file", b -> b.withoutEntry(SERVICE));
    wrong("R6.8", "an empty service file", b -> b.entry(SERVICE, "# nothing\n\n"));
    wrong("R6.8", "names a class that is not there", b -> b.entry(SERVICE, "x.Gone\n"));
    wrong("R6.8", "names rubbish", b -> b.entry(SERVICE, "../../etc/passwd\n"));
    wrong("R6.8", "not public", b -> b.replace(TestBundle.DRIVER, "public class", "class"));
    wrong(
        "R6.8",
        "abstract",
        b -> b.replace(TestBundle.DRIVER, "public class", "public abstract class"));
    wrong(
        "R6.8",
        "a private constructor",
        b ->
            b.replace(
                TestBundle.DRIVER, "NotifierDriver {", "NotifierDriver { private TestDriver() {}"));
    wrong(
        "R6.8",
        "a constructor with a parameter",
        b ->
            b.replace(
                TestBundle.DRIVER,
                "NotifierDriver {",
                "NotifierDriver { public TestDriver(int i) {}"));
    wrong("R6.8", "no driver", b -> b.replace(TestBundle.DRIVER, "implements NotifierDriver", ""));
    wrong(
        "R6.10",
        "subscribes what it does not list",
        b ->
            b.source(
                    "x.Other",
                    "package x; class Other extends TestNotifier { Other(mm.spi.DriverContext c) { super(c); } }")
                .replace(TestBundle.DRIVER, "new TestNotifier", "new Other"));
    wrong(
        "R6.10",
        "subscribes a lambda",
        b ->
            b.replace(
                TestBundle.DRIVER,
                "return null;",
                "context.subscribe(0, 4096, (s, r, q) -> Answer.DONE); return null;"));
    wrong(
        "R6.11",
        "opportunistic",
        b ->
            b.declares("never", "opportunistic", "never")
                .callbacks("release", "try-start", "end")
                .word("ABILITIES", "OpportunisticNotifier")
                .word(
                    "BODY",
                    "public Answer tryStart(InvalidationRange r) { return Answer.DONE; } public void end(InvalidationRange r) {}"));
    return tests();
  }

  @TestFactory
  Stream<DynamicTest> shouldFindWhatIsWrongWithTheBundle() {
    wrong("R6.7", "an activator", b -> b.header("Bundle-Activator", "x.Activator"));
    wrong("R6.7", "components", b -> b.header("Service-Component", "OSGI-INF/x.xml"));
    wrong("R6.7", "dynamic imports", b -> b.header("DynamicImport-Package", "*"));
    wrong("R6.13", "no symbolic name", b -> b.withoutHeader("Bundle-SymbolicName"));
    wrong("R6.13", "an old manifest", b -> b.withoutHeader("Bundle-ManifestVersion"));
    wrong("R6.13", "a version that is none", b -> b.header("Bundle-Version", "one"));
    wrong("R6.13", "a fragment", b -> b.header("Fragment-Host", "mm.core"));
    wrong("R6.13", "a line that is no header", b -> b.header("Bundle-Name", "x\nrubbish"));
    wrong("R6.13", "a header twice", b -> b.header("Bundle-Name", "x\nBundle-Name: y"));
    wrong(
        "R6.13",
        "a capability with an open quote",
        b -> b.header("Provide-Capability", "mm.notifier.driver;a=\"b"));
    wrong(
        "R6.13",
        "an attribute twice",
        b -> b.header("Provide-Capability", b.capability() + ";pages=pinned"));
    wrong(
        "R6.13",
        "half a class file",
        b -> b.change(NOTIFIER_CLASS, c -> java.util.Arrays.copyOf(c, c.length / 2)));
    wrong(
        "R6.13",
        "rubbish instead of a class file",
        b -> b.change(NOTIFIER_CLASS, c -> new byte[] {1, 2, 3}));
    wrong(
        "R6.13",
        "a jar inside that is none",
        b -> b.header("Bundle-ClassPath", ".,lib.jar").entry("lib.jar", "PK\3\4 but no more"));
    wrong("R6.14", "no import", b -> b.header(IMPORT, "mm.api;version=\"[0.1,1)\""));
    wrong("R6.14", "no version", b -> b.header(IMPORT, "mm.api;version=\"[0.1,1)\",mm.spi"));
    wrong(
        "R6.14",
        "a later version",
        b -> b.header(IMPORT, "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[2,3)\""));
    wrong(
        "R6.14",
        "an earlier version",
        b -> b.header(IMPORT, "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[0,0.1)\""));
    wrong(
        "R6.14",
        "no upper end",
        b -> b.header(IMPORT, "mm.api;version=\"[0.1,1)\",mm.spi;version=\"0.1\""));
    wrong(
        "R6.14",
        "an upper end too far",
        b -> b.header(IMPORT, "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[0.1,1]\""));
    wrong(
        "R6.14",
        "a range that is none",
        b -> b.header(IMPORT, "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[1\""));
    wrong(
        "R6.14",
        "an optional import",
        b ->
            b.header(
                IMPORT,
                "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[0.1,1)\";resolution:=optional"));
    wrong(
        "R6.14",
        "a copy of the contract",
        b -> b.source("mm.spi.Extra", "package mm.spi; public class Extra {}"));
    wrong("R6.15", "an export", b -> b.header("Export-Package", "x;version=1.0.0"));
    wrong("R6.15", "a singleton", b -> b.header("Bundle-SymbolicName", "test;singleton:=true"));
    wrong(
        "R6.16",
        "a class too new",
        b -> b.header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=11))\""));
    wrong(
        "R6.16",
        "a class too new for 1.8",
        b ->
            b.withoutHeader("Require-Capability")
                .header("Bundle-RequiredExecutionEnvironment", "JavaSE-1.8"));
    wrong(
        "R6.16",
        "a class with previews",
        b -> b.change(NOTIFIER_CLASS, c -> version(c, 0xFFFF, 61)));
    wrong(
        "R6.16", "a class of a far future", b -> b.change(NOTIFIER_CLASS, c -> version(c, 0, 199)));
    return tests();
  }

  static byte[] version(byte[] classFile, int minor, int major) {
    byte[] changed = classFile.clone();
    changed[4] = (byte) (minor >> 8);
    changed[5] = (byte) minor;
    changed[6] = (byte) (major >> 8);
    changed[7] = (byte) major;
    return changed;
  }
}
