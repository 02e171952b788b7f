/**
 * {@code mm soak}: a load of several processes on a simulated machine while drivers are swapped,
 * stopped, quarantined and updated. {@link mm.soak.Soak} runs it, {@link mm.soak.Ledger} counts
 * what must not happen, {@link mm.soak.witness} holds the driver that watches its own pairs.
 */
package mm.soak;
