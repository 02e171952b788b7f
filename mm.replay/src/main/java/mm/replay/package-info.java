/**
 * Replays recorded workloads through the drivers of an engine.
 *
 * <p>A {@link mm.replay.Replay} reads a recording ({@link mm.replay.input}) and keeps one {@code
 * Memory} per address space that the recorded tasks had. There are two kinds of memory: one
 * executes the recorded system calls on a simulated machine, which then raises the notifications;
 * the other raises the notifications that the real kernel recorded. Drivers are attached to every
 * space, their devices touch pages by a {@code DevicePolicy}, and after each event somebody looks
 * whether a driver still holds what it should have dropped.
 *
 * <p>Single-threaded and deterministic: the same recording, drivers and seed give the same report,
 * times aside.
 */
@Export
@Version("0.1.0")
package mm.replay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
