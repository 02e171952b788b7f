package mm.deploy.lasting;

import java.util.function.Consumer;
import java.util.function.Predicate;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;

/** What a space passes on to the engine that it is in, if there is one; all but its sections. */
abstract class EngineCalls implements AddressSpace {
  /** The space of that engine; null without one. */
  abstract AddressSpace now();

  /** Who is not there has nothing to flush, and has used nothing. */
  private boolean ask(Predicate<AddressSpace> question) {
    AddressSpace in = now();
    return in != null && question.test(in);
  }

  private void tell(Consumer<AddressSpace> action) {
    AddressSpace in = now();
    if (in != null) {
      action.accept(in);
    }
  }

  @Override
  public void flushSecondaryTlbs(long start, long end) {
    tell(in -> in.flushSecondaryTlbs(start, end));
  }

  @Override
  public boolean clearFlushYoung(long start, long end) {
    return ask(in -> in.clearFlushYoung(start, end));
  }

  @Override
  public boolean clearYoung(long start, long end) {
    return ask(in -> in.clearYoung(start, end));
  }

  @Override
  public boolean testYoung(long address) {
    return ask(in -> in.testYoung(address));
  }

  @Override
  public void changePte(long address, long frame) {
    tell(in -> in.changePte(address, frame));
  }

  @Override
  public boolean hasNotifiers() {
    return ask(AddressSpace::hasNotifiers);
  }

  @Override
  public boolean hasBlockableNotifiers() {
    return ask(AddressSpace::hasBlockableNotifiers);
  }

  @Override
  public boolean hasOomUnsafeNotifiers() {
    return ask(AddressSpace::hasOomUnsafeNotifiers);
  }

  private AddressSpace engineSpace() {
    AddressSpace in = now();
    if (in == null) {
      throw new IllegalStateException(name() + " has no engine now: subscribe when it has moved");
    }
    return in;
  }

  @Override
  public Subscription subscribe(Notifier notifier, Declaration declaration) {
    return engineSpace().subscribe(notifier, declaration);
  }

  @Override
  public IntervalSubscription subscribe(
      long start, long end, IntervalNotifier notifier, Declaration declaration) {
    return engineSpace().subscribe(start, end, notifier, declaration);
  }

  @Override
  public <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    return engineSpace().acquire(family);
  }
}
