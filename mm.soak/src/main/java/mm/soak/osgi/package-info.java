/** Offers the soak in a framework. */
package mm.soak.osgi;
