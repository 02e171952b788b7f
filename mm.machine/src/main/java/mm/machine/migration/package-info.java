/**
 * Pages move to a device and back, past everybody who maps them.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.migration;
