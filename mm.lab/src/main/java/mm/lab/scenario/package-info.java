/**
 * Scenario files: what they can say ({@link mm.lab.scenario.Scenario}), the reader, which names
 * file, line and what is allowed, and the writer. docs/lab.md describes the format.
 */
@Export
@Version("0.1.0")
package mm.lab.scenario;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
