/**
 * The drivers of an engine: admission, attachment, and what a driver gets to use. Knows no OSGi.
 *
 * <p>Lock order: {@code DriverTable} before {@code DriverAttachment}; neither is held while driver
 * code runs.
 */
package mm.core.registry;
