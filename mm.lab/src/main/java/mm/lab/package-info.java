/**
 * The reference dispatcher: every historical generation of the rule behind the interfaces of {@link
 * mm.api}, slow and obvious. One monitor per space; callbacks run without it.
 */
@Export
@Version("0.1.0")
package mm.lab;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
