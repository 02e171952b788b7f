/**
 * Drivers, and a client, that tests pack into bundles of their own; loaded by those bundles, not by
 * the tests.
 */
package mm.it.testdrivers;
