/**
 * Commands of scope {@code mm}: one small class each, parsed by picocli, so that the Gogo shell and
 * the control channel run the very same commands.
 */
package mm.shell;
