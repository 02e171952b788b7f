package mm.machine;

/** A kernel whose ways a part of the machine follows. */
public enum KernelVersion {
  /** Reaps at once, from low to high addresses, locked mappings never. */
  V5_12,
  /** Reaps after two seconds (e4a38402c36e), from high to low addresses, locked mappings too. */
  V6_18
}
