/**
 * What operators do with drivers while the framework runs: look, install, swap, roll back, remove.
 *
 * <p>The deployer registers a {@link mm.deploy.service.Deployment}; whoever wants to be told of
 * transitions registers a {@link mm.deploy.service.TransitionListener}. A <em>unit</em> is a driver
 * bundle: what is installed, swapped and removed as one, with one or more drivers.
 */
@Export
@Version("0.1.0")
package mm.deploy.service;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
