/**
 * Checks finished driver bundles: what their manifest declares, what their classes implement, and
 * what their callbacks can reach. No class of theirs is loaded and nothing is unpacked to disk.
 *
 * <p>{@link mm.verify.Verifier} examines one bundle and gives a {@link mm.verify.Verdict}, a list
 * of {@link mm.verify.Hit}s. {@link mm.verify.verb} makes the command line of it, {@link
 * mm.verify.bnd} a plugin of bnd. The rules are those of {@link mm.spi.rules} and of
 * docs/metadata.md.
 */
@Export
@Version("0.1.0")
package mm.verify;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
