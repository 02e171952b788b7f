/**
 * The rules of drivers' metadata as pure functions: the same checks in the build, at registration
 * and in tools. Nothing here loads a class or touches OSGi.
 */
@Export
@Version("0.1.0")
package mm.spi.rules;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
