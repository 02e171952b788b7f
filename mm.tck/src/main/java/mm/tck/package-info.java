/**
 * The conformance kit: a driver author extends {@link mm.tck.DriverConformance} and names the
 * driver. The engine is found at run time, so mm.core has to be on the class path of the tests.
 */
package mm.tck;
