/**
 * Adapters to standard tools of Felix, whose packages are imported optionally: nothing here is
 * loaded where they are missing.
 */
package mm.shell.felix;
