package mm.machine;

/**
 * A translation that a device holds and must not hold.
 *
 * @param driver whose device
 * @param space name of the address space
 * @param address the page's address
 * @param frame where the translation leads
 * @param operation after which it was found, for example {@code munmap(0x7f0000, 8192)}
 * @param reason what is wrong with it
 */
public record StaleTranslation(
    String driver, String space, long address, long frame, String operation, String reason) {
  @Override
  public String toString() {
    return driver
        + " holds a stale translation of 0x"
        + Long.toHexString(address)
        + " in "
        + space
        + " after "
        + operation
        + ": "
        + reason;
  }
}
