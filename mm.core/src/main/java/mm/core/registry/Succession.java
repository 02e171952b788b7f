package mm.core.registry;

/**
 * What a driver's entry knows of the swap it is in.
 *
 * @param successor who is to succeed it
 * @param swap the swap
 */
record Succession(DriverEntry successor, Swap swap) {
  Turn turn() {
    return swap.turn();
  }
}
