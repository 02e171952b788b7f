/** Publishes the replay in a framework: the only package here that knows OSGi. */
package mm.replay.osgi;
