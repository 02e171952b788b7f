package mm.replay;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.replay.input.RecordedEvent;
import mm.report.ScriptStep;
import mm.report.ViolationScript;
import mm.spi.Answer;
import mm.spi.Callback;

/** Several journals as one. */
final class Journals implements Journal {
  private final List<Journal> all;

  Journals(List<Journal> all) {
    this.all = all;
  }

  private void each(Consumer<Journal> told) {
    all.forEach(told);
  }

  @Override
  public void recording() {
    each(Journal::recording);
  }

  @Override
  public void applying(RecordedEvent event, String space) {
    each(journal -> journal.applying(event, space));
  }

  @Override
  public void applied(RecordedEvent event, String space) {
    each(journal -> journal.applied(event, space));
  }

  @Override
  public void did(Supplier<ScriptStep> step) {
    each(journal -> journal.did(step));
  }

  @Override
  public void attached(AddressSpace space, List<Attachment> drivers) {
    each(journal -> journal.attached(space, drivers));
  }

  @Override
  public void detached(List<Attachment> drivers) {
    each(journal -> journal.detached(drivers));
  }

  @Override
  public void stale(String driver, long address, String finding) {
    each(journal -> journal.stale(driver, address, finding));
  }

  @Override
  public void broke(ViolationScript.Cause cause) {
    each(journal -> journal.broke(cause));
  }

  @Override
  public void reaped(OomFigures.Kill kill) {
    each(journal -> journal.reaped(kill));
  }

  @Override
  public void ended(Report report) {
    each(journal -> journal.ended(report));
  }

  @Override
  public void close() {
    each(Journal::close);
  }

  @Override
  public void beginning(AddressSpace space, InvalidationEvent event, long start, long end) {
    each(journal -> journal.beginning(space, event, start, end));
  }

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    for (Journal journal : all) {
      journal.called(subscriber, callback, range, answer, nanos);
    }
  }
}
