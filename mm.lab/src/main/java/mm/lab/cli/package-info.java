/** The program behind {@code mm lab}. */
package mm.lab.cli;
