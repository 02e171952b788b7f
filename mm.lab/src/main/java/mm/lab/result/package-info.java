/** What came out of scenarios, for whoever shows it: tables, stories, events. All immutable. */
@Export
@Version("0.1.0")
package mm.lab.result;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
