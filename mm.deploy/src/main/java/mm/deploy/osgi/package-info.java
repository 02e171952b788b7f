/** Starts what this bundle offers. */
package mm.deploy.osgi;
