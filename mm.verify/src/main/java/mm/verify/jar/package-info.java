/**
 * Reads finished jars within bounds: names, sizes, checksums, the manifest and the service file.
 * Nothing is ever written, and nothing of a jar is run.
 */
package mm.verify.jar;
