package mm.lab;

import java.util.HashSet;
import java.util.Set;
import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.MayBlock;
import mm.spi.Notifier;
import mm.spi.OpportunisticNotifier;
import mm.spi.PairedNotifier;
import mm.spi.SecondaryTlbNotifier;

/** A list subscription. Its fields are guarded by the space's monitor. */
final class LabSubscription implements Subscription {
  /** How far a release has come. */
  enum Release {
    NOT_YET,
    RUNNING,
    DONE
  }

  final LabSpace space;
  final Notifier notifier;
  final Declaration declaration;
  final Set<LabSection> openBefore = new HashSet<>();
  Release release = Release.NOT_YET;

  LabSubscription(LabSpace space, Notifier notifier, Declaration declaration) {
    this.space = space;
    this.notifier = notifier;
    this.declaration = declaration;
  }

  boolean starts() {
    return notifier instanceof PairedNotifier
        || notifier instanceof DecliningNotifier
        || notifier instanceof OpportunisticNotifier;
  }

  boolean ends() {
    return notifier instanceof PairedNotifier || notifier instanceof OpportunisticNotifier;
  }

  boolean invalidates() {
    return starts() || notifier instanceof SecondaryTlbNotifier;
  }

  boolean mayBlock() {
    return invalidates() && declaration.blocking() != MayBlock.NEVER;
  }

  Answer start(LabSection section) {
    if (notifier instanceof DecliningNotifier declining) {
      return declining.tryStart(section);
    }
    if (notifier instanceof PairedNotifier paired) {
      paired.start(section);
      return Answer.DONE;
    }
    return ((OpportunisticNotifier) notifier).tryStart(section);
  }

  void end(LabSection section) {
    if (notifier instanceof PairedNotifier paired) {
      paired.end(section);
    } else {
      ((OpportunisticNotifier) notifier).end(section);
    }
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public boolean settled() {
    return awaitSettled(0);
  }

  @Override
  public boolean awaitSettled(long timeoutNanos) {
    synchronized (space) {
      return space.await(openBefore::isEmpty, timeoutNanos);
    }
  }

  @Override
  public boolean live() {
    synchronized (space) {
      return release != Release.DONE;
    }
  }

  @Override
  public void close() {
    space.unsubscribe(this);
  }
}
