/**
 * Runs scenarios: a small model of memory whose every step can be scheduled, drivers on it (real
 * ones and models), the reference dispatcher or the engine between the two, and somebody who looks
 * whether anything is stale, stuck or unpaired. {@link mm.lab.run.Lab} is the way in.
 */
@Export
@Version("0.1.0")
package mm.lab.run;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
