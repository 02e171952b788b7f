package mm.replay;

import java.util.List;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.CallbackObserver;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.machine.SectionListener;
import mm.replay.input.RecordedEvent;
import mm.report.ScriptStep;
import mm.report.ViolationScript;
import mm.spi.Answer;
import mm.spi.Callback;

/** Is told what happens in a replay, in order. Told by nobody at once, except of callbacks. */
interface Journal extends CallbackObserver, SectionListener, AutoCloseable {
  /** Nobody reads it. */
  Journal UNREAD = new Journal() {};

  /** Another recording begins. */
  default void recording() {}

  /** An event of the recording is about to be applied in a space; empty when there is none yet. */
  default void applying(RecordedEvent event, String space) {}

  /** It has been applied; no space is left when the event has ended it. */
  default void applied(RecordedEvent event, String space) {}

  /** A step of a script is done, or about to be; may be told on threads of devices. */
  default void did(Supplier<ScriptStep> step) {}

  /** Drivers were attached to a space. */
  default void attached(AddressSpace space, List<Attachment> drivers) {}

  /** Drivers are about to leave a space. */
  default void detached(List<Attachment> drivers) {}

  /** A driver holds what it should have dropped. */
  default void stale(String driver, long address, String finding) {}

  /** A driver has broken its word in a way that no other method tells. */
  default void broke(ViolationScript.Cause cause) {}

  /** Memory has run out, and this came of it. */
  default void reaped(OomFigures.Kill kill) {}

  /** The replay has come to its end; called after {@link #close}. */
  default void ended(Report report) {}

  /** Nothing more happens, whether the replay has come to its end or not. */
  @Override
  default void close() {}

  @Override
  default void beginning(AddressSpace space, InvalidationEvent event, long start, long end) {}

  @Override
  default void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {}
}
