package mm.lab.result;

/**
 * A line of a story.
 *
 * @param number from 1
 * @param who the thread, and the driver if one is called
 * @param what it does
 */
public record StoryStep(int number, String who, String what) {}
