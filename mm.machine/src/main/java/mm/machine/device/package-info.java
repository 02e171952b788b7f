/**
 * How devices look up, pin, migrate and own pages of an address space.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.device;
