package mm.verify.check;

import java.util.LinkedHashMap;
import java.util.Map;
import mm.api.Rule;
import mm.verify.Place;

/** The headers that need no class to be judged (R6.7, R6.13, R6.15). */
final class HeaderCheck {
  /** As the engine refuses them while it resolves the bundle. */
  private static final Map<String, String> FORBIDDEN = new LinkedHashMap<>();

  static {
    FORBIDDEN.put("Bundle-Activator", "an activator");
    FORBIDDEN.put("Service-Component", "declarative services components");
    FORBIDDEN.put("DynamicImport-Package", "dynamic imports");
  }

  private HeaderCheck() {}

  static void check(BundleManifest manifest, Hits hits) {
    identity(manifest, hits);
    FORBIDDEN.forEach((header, what) -> absent(manifest, header, what, hits));
    sideBySide(manifest, hits);
  }

  private static void identity(BundleManifest manifest, Hits hits) {
    if (manifest.symbolicName().isEmpty()) {
      wrong("Bundle-SymbolicName", "The bundle has no symbolic name.", "Give it one.", hits);
    } else if (!manifest.header("Bundle-ManifestVersion").equals("2")) {
      wrong(
          "Bundle-ManifestVersion",
          "The manifest is not of version 2, so a framework reads no capability from it.",
          "Declare Bundle-ManifestVersion: 2.",
          hits);
    } else if (!manifest.hasReadableVersion()) {
      wrong(
          "Bundle-Version",
          "The bundle's version '" + manifest.header("Bundle-Version") + "' is none.",
          "Write major.minor.micro, and perhaps a qualifier.",
          hits);
    } else if (manifest.has("Fragment-Host")) {
      wrong(
          "Fragment-Host",
          "The bundle is a fragment, which cannot be started.",
          "Make it a bundle of its own.",
          hits);
    }
  }

  private static void wrong(String header, String message, String mend, Hits hits) {
    hits.error(Rule.R6_13, Place.of(header), message, mend);
  }

  private static void absent(BundleManifest manifest, String header, String what, Hits hits) {
    if (manifest.has(header)) {
      hits.error(
          Rule.R6_7,
          Place.of(header),
          "The bundle has " + what + " (header " + header + ").",
          "Remove the header; the engine makes the driver from its service file.");
    }
  }

  private static void sideBySide(BundleManifest manifest, Hits hits) {
    if (!manifest.exports().isEmpty()) {
      hits.error(
          Rule.R6_15,
          Place.of("Export-Package"),
          "The bundle exports " + manifest.exports().get(0).paths().get(0) + ".",
          "Keep its packages private; what others need of a driver belongs to another bundle.");
    }
    if (manifest.isSingleton()) {
      hits.error(
          Rule.R6_15,
          Place.of("Bundle-SymbolicName"),
          "The bundle is a singleton.",
          "Remove the directive; while it is swapped, two versions of a driver are there.");
    }
  }
}
