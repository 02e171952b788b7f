package mm.api;

/**
 * One open section, as seen from outside.
 *
 * @param thread name of the thread that opened it
 * @param event why
 * @param range what
 * @param blocking whether its callbacks may wait
 * @param ageNanos time since its begin, in nanoseconds; -1 when guards are off, since an unguarded
 *     engine reads no clock
 */
public record OpenSection(
    String thread, InvalidationEvent event, AddressRange range, Blocking blocking, long ageNanos) {}
