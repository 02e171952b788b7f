package mm.machine.frames;

/**
 * The pages that reclaim looks at, oldest first: a list of inactive ones, where new pages arrive,
 * and one of active ones (Linux's two-list LRU). Kept only from the first reclaim or memory group
 * on. Guarded by the frames' lock.
 */
public final class PageLists {
  private final Frames frames;
  private final FrameQueue inactive = new FrameQueue();
  private final FrameQueue active = new FrameQueue();

  PageLists(Frames frames) {
    this.frames = frames;
  }

  void arrivedLocked(int frame) {
    put(inactive, frame);
  }

  /** Adds a page if it came to be mapped before the lists were kept, or as part of a huge page. */
  public void addMissingLocked(int mapped) {
    boolean tail = frames.has(mapped, Frames.HUGE) && mapped != Frames.headOf(mapped);
    if (!tail && !frames.has(mapped, Frames.LISTED) && !frames.isForeign(mapped)) {
      put(inactive, mapped);
    }
  }

  private void put(FrameQueue list, int frame) {
    frames.setLocked(frame, Frames.LISTED);
    list.add(frames.handle(frame));
  }

  public int inactiveLocked() {
    return inactive.size();
  }

  public int activeLocked() {
    return active.size();
  }

  /** Takes the oldest inactive page; {@link Frames#NONE} when it was freed since. */
  public int takeInactiveLocked() {
    return take(inactive);
  }

  public int takeActiveLocked() {
    return take(active);
  }

  private int take(FrameQueue list) {
    long handle = list.size() == 0 ? Frames.NONE : list.take();
    if (!frames.isCurrent(handle)) {
      return Frames.NONE;
    }
    int frame = (int) handle;
    frames.clearLocked(frame, Frames.LISTED);
    return frame;
  }

  public void keepLocked(int frame) {
    put(inactive, frame);
  }

  public void activateLocked(int frame) {
    put(active, frame);
  }
}
