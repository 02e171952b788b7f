package mm.spi;

/**
 * What a device did since it was attached.
 *
 * @param held translations held now
 * @param made translations made
 * @param dropped translations dropped, for whatever reason
 * @param told invalidations received
 * @param toldInVain invalidations received while nothing was held in the range
 * @param retries faults repeated because an invalidation collided
 */
public record DeviceCounters(
    long held, long made, long dropped, long told, long toldInVain, long retries) {}
