/**
 * The OSGi side of the engine, and its only one: publishes the engine as a service and lets driver
 * bundles in.
 *
 * <p><b>The only way in.</b> A bundle that provides the {@code mm.notifier.driver} capability is a
 * driver bundle. While it resolves, {@link mm.core.osgi.DriverVeto} refuses it if it could run code
 * before its metadata was looked at. When it has started, {@link mm.core.osgi.DriverExtender} reads
 * the capability from its wiring, checks it, and only then loads, checks and instantiates the class
 * that its service file names.
 *
 * <p>A refused bundle stays installed and does nothing; the others go on working. The reason is
 * logged and listed ({@link mm.api.DriverRegistry#list()}).
 */
package mm.core.osgi;
