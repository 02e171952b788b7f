package mm.replay;

/**
 * Data of devices against data of the CPU.
 *
 * @param compared how often both read a page of an unchanged memory
 * @param differing how often they read different things
 */
record ContentsFigures(long compared, long differing) {}
