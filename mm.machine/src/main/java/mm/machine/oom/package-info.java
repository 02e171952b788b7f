/**
 * What the OOM killer weighs and its reaper takes.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.oom;
