/** Adapter of the reference dispatcher to OSGi; the only package here that knows the framework. */
package mm.lab.osgi;
