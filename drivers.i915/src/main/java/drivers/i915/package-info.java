/**
 * A behavioural model of user memory in i915, the driver of Intel GPUs: a process gives the GPU a
 * part of its own memory (<em>userptr</em>), and the driver pins the pages so that they stay while
 * the GPU works on them.
 *
 * <p>It is the model case of a <em>declining</em> notifier. Told of a change, it unbinds the
 * objects that overlap and drops their pins at once, unless the GPU is busy with one: then it waits
 * where that is allowed and declines where it is not. There is no end; the next access pins anew.
 *
 * <p><b>What a notifier without an end cannot know.</b> Once {@code tryStart} has answered, the
 * change itself is still to come, and nobody says when it is over.
 *
 * <ul>
 *   <li>A pin that was begun <em>before</em> the answer is cancelled: its object is in the index
 *       from the beginning, the invalidation takes it out, and the pin finds it gone.
 *   <li>A pin begun <em>after</em> the answer gets the old page if the change has not happened yet.
 *       In Linux 5.12 nothing closes that gap for changes that hold the mmap lock for reading only
 *       or not at all (MADV_DONTNEED, truncation, reclaim). The pin makes it harmless, not right:
 *       the GPU works on a page that has left the process.
 *   <li>Here such a translation is kept <em>unproven</em>. The sections that may still be open are
 *       known by thread ({@link drivers.i915.AnsweredSections}): a thread that uses the device is
 *       inside no section. An unproven translation is compared with the CPU's tables before each
 *       use and before it is shown, and dropped when it differs. That is stricter than 5.12.
 *   <li>What remains: work that was queued before the change goes on using the pinned page until it
 *       is retired. A change whose start is still to come waits for that work; one whose start was
 *       answered already does not.
 * </ul>
 *
 * <p><b>Threading.</b> Any number of threads call {@code access} while any number of threads run
 * callbacks; one worker is the GPU. Everything is guarded by one spin lock, in {@link
 * drivers.i915.UserptrSpace}; whether an object is busy or gone is also read without it, by those
 * who wait.
 *
 * <p><b>Lock order.</b> The spin lock is a leaf. It is never held over {@link mm.spi.PageSource},
 * over a wait, a wake-up, a submission or a visitor.
 *
 * <p><b>Prior art</b> in Linux 5.4 to 5.12: {@code drivers/gpu/drm/i915/gem/i915_gem_userptr.c}.
 */
package drivers.i915;
