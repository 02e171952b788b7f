/**
 * Readers for recorded workloads: what a real program asked of its kernel, event by event.
 *
 * <p>{@link mm.replay.input.Recordings#open} recognises three kinds of text, plain or {@code .xz}:
 * {@code .trace} (memory system calls), {@code .notify} (system calls and notifier calls on one
 * time line) and the raw output of {@code strace -f -ttt}. All three are read as a stream: memory
 * use depends on how much happens at the same time in a recording, never on its length.
 *
 * <p><b>What a consumer may rely on.</b> Times never go backward. Except for what {@link
 * mm.replay.input.Tolerated} counts, a task is created before it acts and an address is unmapped
 * before it is mapped again. The ranges of a call that succeeded are page aligned at their start
 * and lie below {@link mm.api.AddressRange#TOP}. Whatever does not fit is a {@link
 * mm.replay.input.BadRecordingException} that names the file and the line.
 */
package mm.replay.input;
