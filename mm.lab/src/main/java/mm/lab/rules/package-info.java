/** What a rule about notifiers says, switch by switch; any combination can be tried. */
@Export
@Version("0.1.0")
package mm.lab.rules;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
