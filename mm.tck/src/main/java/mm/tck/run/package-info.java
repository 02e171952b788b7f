/** Runs the conformance kit on a finished bundle, from outside: {@code mm tck}. */
package mm.tck.run;
