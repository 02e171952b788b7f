package mm.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Constants;

/** How Felix is set up. */
final class FelixConfiguration {
  // SLF4J and its provider live on the flat class path: no bytecode weaver has to mediate between
  // them, and what bundles log before any bundle is started is not lost.
  private static final String LOGGING =
      "org.slf4j;org.slf4j.event;org.slf4j.helpers;org.slf4j.spi;version=";

  // What is written for SLF4J 1, as Felix health checks are, imports these; slf4j-api exports them
  // too.
  private static final String LOGGING_OF_1 = ",org.slf4j;org.slf4j.helpers;version=1.7.36";

  /** Names the file with the policy on drivers. */
  static final String POLICY = "mm.policy.file";

  /** Names the folder of the configurations. */
  static final String CONFIGURATION = "mm.configuration.folder";

  /** All but those that would make File Install watch for bundles elsewhere. */
  private static final String CONFIGURATIONS =
      "(?!org\\.apache\\.felix\\.fileinstall).*\\.(cfg|config)";

  private FelixConfiguration() {}

  static Map<String, Object> raw(Storage storage, Distribution distribution) {
    Map<String, Object> all = new HashMap<>();
    all.put(Constants.FRAMEWORK_STORAGE, storage.folder().toString());
    all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, LOGGING + BuildInfo.slf4j() + LOGGING_OF_1);
    // Guessing a class from the caller's stack would hide a missing import until production.
    all.put("felix.bootdelegation.implicit", "false");
    // The JDK links the classes of flight recorder events to its own internals, through their
    // loader.
    all.put(Constants.FRAMEWORK_BOOTDELEGATION, "jdk.jfr.internal,jdk.jfr.internal.*");
    all.put("felix.log.logger", new FelixLog());
    storage.home().ifPresent(home -> stays(all, home, distribution));
    all.put(CONFIGURATION, distribution.configuration().toString());
    return all;
  }

  /** An mm that stays is told what to do, and its deploy folder is watched. */
  private static void stays(Map<String, Object> all, Path home, Distribution distribution) {
    all.put("mm.control.folder", home.toString());
    all.put("mm.deploy.folder", distribution.deploy().toString());
    all.put("mm.deploy.store", home.resolve("units").toString());
    watched(all, home, distribution.configuration());
  }

  /** File Install is here for configurations only: it never sees a jar, nor a folder. */
  private static void watched(Map<String, Object> all, Path home, Path folder) {
    all.put("felix.fileinstall.dir", folder.toString());
    all.put("felix.fileinstall.filter", CONFIGURATIONS);
    all.put("felix.fileinstall.subdir.mode", "skip");
    all.put("felix.fileinstall.bundles.new.start", "false");
    all.put("felix.fileinstall.enableConfigSave", "false"); // what changes elsewhere stays there
    all.put("felix.fileinstall.configEncoding", "UTF-8");
    all.put("felix.fileinstall.poll", "500");
    all.put("felix.fileinstall.noInitialDelay", "true");
    all.put("felix.fileinstall.disableNio2", "true"); // no second way to see the same
    all.put("felix.fileinstall.tmpdir", home.resolve("fileinstall").toString());
  }

  /** Felix reads object values, which the signature of {@code FrameworkFactory} hides. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Map<String, String> of(Storage storage, Distribution distribution) {
    return (Map) raw(storage, distribution);
  }
}
