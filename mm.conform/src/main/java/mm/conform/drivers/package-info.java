/** Drivers of finished bundles, for scripts that name some. */
package mm.conform.drivers;
