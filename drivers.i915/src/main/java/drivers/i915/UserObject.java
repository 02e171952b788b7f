package drivers.i915;

import java.util.function.IntConsumer;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.Page;

/**
 * A piece of user memory that the GPU knows: {@link #PAGES} adjacent pages, aligned, each pinned
 * when it is first used. Written under the lock of {@link UserptrSpace}.
 */
final class UserObject {
  /** Pages of an object. */
  static final int PAGES = 16;

  /** Bytes of an object. */
  static final long BYTES = PAGES * (long) AddressRange.PAGE_SIZE;

  private enum State {
    /** Can be used. */
    LIVE,
    /** Takes no new work, and goes once the GPU is done with it. */
    LEAVING,
    /** Unbound; nobody finds it any more. */
    GONE
  }

  private final long start;
  private final long[] frames = new long[PAGES];
  private int present;
  private int writable;
  private int unproven;
  private int pinning;

  /** Read by waiters without the lock. */
  private volatile State state = State.LIVE;

  /** Read by waiters without the lock. */
  private volatile boolean busy;

  UserObject(long start) {
    this.start = start;
  }

  /** The start of the object that an address lies in. */
  static long startOf(long address) {
    return address & -BYTES;
  }

  /** Which page of its object an address lies in. */
  static int pageOf(long address) {
    return (int) ((address & (BYTES - 1)) >>> AddressRange.PAGE_SHIFT);
  }

  long start() {
    return start;
  }

  long end() {
    return start + BYTES;
  }

  long address(int page) {
    return start + ((long) page << AddressRange.PAGE_SHIFT);
  }

  boolean live() {
    return state == State.LIVE;
  }

  boolean gone() {
    return state == State.GONE;
  }

  boolean idle() {
    return !busy;
  }

  void leave() {
    state = State.LEAVING;
  }

  void die() {
    state = State.GONE;
  }

  /** Tells whether nobody would miss it. */
  boolean unused() {
    return pinning == 0 && present == 0 && idle();
  }

  void pinBegins() {
    pinning++;
  }

  void pinEnds() {
    pinning--;
  }

  void workQueued() {
    busy = true;
  }

  void workRetired() {
    busy = false;
  }

  boolean holds(int page) {
    return (present & 1 << page) != 0;
  }

  boolean allows(int page, Access access) {
    return holds(page) && rights(page).allows(access);
  }

  Proof proof(int page) {
    return (unproven & 1 << page) == 0 ? Proof.GIVEN : Proof.MISSING;
  }

  void prove(int page) {
    unproven &= ~(1 << page);
  }

  long frame(int page) {
    return frames[page];
  }

  Access rights(int page) {
    return (writable & 1 << page) != 0 ? Access.WRITE : Access.READ;
  }

  /** Tells whether the CPU's tables still say what this object says. */
  boolean agrees(int page, Page seen) {
    return holds(page)
        && seen.isPresent()
        && seen.frame() == frames[page]
        && seen.rights().allows(rights(page));
  }

  /** Enters a pinned page; an older pin of the page is the caller's to drop. */
  void set(int page, Page pinned, Proof proof) {
    int bit = 1 << page;
    frames[page] = pinned.frame();
    present |= bit;
    writable = pinned.rights() == Access.WRITE ? writable | bit : writable & ~bit;
    unproven = proof == Proof.MISSING ? unproven | bit : unproven & ~bit;
  }

  /** How many pages are pinned. */
  int held() {
    return Integer.bitCount(present);
  }

  /** Tells whether a page of {@code [from, to)} is pinned. */
  boolean heldIn(long from, long to) {
    return (present & mask(from, to)) != 0;
  }

  /** Goes through the pinned pages. */
  void forEachPage(IntConsumer action) {
    forEachPage(start, end(), action);
  }

  /** Goes through the pinned pages of {@code [from, to)}. */
  void forEachPage(long from, long to, IntConsumer action) {
    for (int left = present & mask(from, to); left != 0; left &= left - 1) {
      action.accept(Integer.numberOfTrailingZeros(left));
    }
  }

  /** The bits of those pages, of which there are some, that lie in {@code [from, to)}. */
  private int mask(long from, long to) {
    int first = from <= start ? 0 : pageOf(from);
    int end = to >= end() ? PAGES : pageOf(to);
    return -1 << first & (1 << end) - 1;
  }

  /** Whether a translation is known to be the CPU's, until its object is invalidated. */
  enum Proof {
    /** No section that could change the page was open when it was pinned. */
    GIVEN,
    /** One may have been. */
    MISSING
  }
}
