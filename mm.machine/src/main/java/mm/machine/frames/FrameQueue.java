package mm.machine.frames;

/**
 * Frames in a row, first in, first out, each remembered with its generation: one that was freed
 * meanwhile is recognised when its turn comes. Six bytes each. Guarded by the frames' lock.
 */
final class FrameQueue {
  private int[] frames = new int[64];
  private char[] generations = new char[64];
  private int head;
  private int size;

  int size() {
    return size;
  }

  /** Adds a handle at the end. */
  void add(long handle) {
    if (size == frames.length) {
      grow();
    }
    int tail = head + size - (head + size < frames.length ? 0 : frames.length);
    frames[tail] = (int) handle;
    generations[tail] = (char) (handle >>> 32);
    size++;
  }

  /** Takes the handle at the front; the queue must not be empty. */
  long take() {
    long handle = (long) generations[head] << 32 | frames[head];
    head = head + 1 == frames.length ? 0 : head + 1;
    size--;
    return handle;
  }

  /** By half: most of the time no more than a third is empty. */
  private void grow() {
    int length = size + size / 2;
    int[] moreFrames = new int[length];
    char[] moreGenerations = new char[length];
    int untilWrap = size - head;
    System.arraycopy(frames, head, moreFrames, 0, untilWrap);
    System.arraycopy(frames, 0, moreFrames, untilWrap, head);
    System.arraycopy(generations, head, moreGenerations, 0, untilWrap);
    System.arraycopy(generations, 0, moreGenerations, untilWrap, head);
    frames = moreFrames;
    generations = moreGenerations;
    head = 0;
  }
}
