/**
 * Explores the orders in which logical threads can take their steps: one runs at a time, every
 * order that differs in what is observed is tried once, and a run is reproducible from the list of
 * its decisions. Knows nothing of memory or notifiers.
 */
@Export
@Version("0.1.0")
package mm.lab.explore;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
