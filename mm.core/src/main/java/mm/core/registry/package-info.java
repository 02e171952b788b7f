/**
 * The drivers of an engine: admission, attachment, and what a driver gets to use. Knows no OSGi.
 *
 * <p>Lock order: {@code Discipline}, {@code Roster}, {@code DriverEntry}, {@code DriverAttachment};
 * none is held while driver code runs. A policy is asked under the first.
 */
package mm.core.registry;
