/**
 * Page tables: four levels of entries, and what an entry says. Knows frames by number only.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.tables;
