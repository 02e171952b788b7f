package mm.lab.run;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.lab.scenario.DriverSpec;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.Notifier;
import mm.spi.OpportunisticNotifier;
import mm.spi.PairedNotifier;
import mm.spi.SecondaryTlbNotifier;

/** The notifiers of models, one for each kind; what they do stands in the driver. */
final class ModelNotifiers {
  private ModelNotifiers() {}

  static Notifier of(ModelDriver driver, DriverSpec.Kind kind, boolean mayFail) {
    return switch (kind) {
      case DECLINING -> new Declining(driver);
      case DECLINING_WITH_END -> new DecliningWithEnd(driver);
      case OPPORTUNISTIC -> mayFail ? new Opportunistic(driver) : new Paired(driver);
      case SECONDARY_TLB -> new Tlb(driver);
      case RELEASE_ONLY -> new ReleaseOnly(driver);
      default -> new Paired(driver);
    };
  }

  /** Passes every callback on; a dispatcher calls those that the interfaces of a kind have. */
  private abstract static class Model implements Notifier {
    private final ModelDriver driver;

    Model(ModelDriver driver) {
      this.driver = driver;
    }

    public final void start(InvalidationRange range) {
      driver.told("start", range, 0);
    }

    public final Answer tryStart(InvalidationRange range) {
      return driver.told("start", range, 0);
    }

    public final void end(InvalidationRange range) {
      driver.told("end", range, 0);
    }

    public final void flushSecondaryTlb(AddressSpace space, long start, long end) {
      driver.run("flush", start, end, null, 0);
    }

    @Override
    public final void release(AddressSpace space) {
      driver.release(space);
    }
  }

  private static final class ReleaseOnly extends Model {
    ReleaseOnly(ModelDriver driver) {
      super(driver);
    }
  }

  private static final class Paired extends Model implements PairedNotifier {
    Paired(ModelDriver driver) {
      super(driver);
    }
  }

  private static final class Declining extends Model implements DecliningNotifier {
    Declining(ModelDriver driver) {
      super(driver);
    }
  }

  /** What the contract forbids. */
  private static final class DecliningWithEnd extends Model
      implements PairedNotifier, DecliningNotifier {
    DecliningWithEnd(ModelDriver driver) {
      super(driver);
    }
  }

  private static final class Opportunistic extends Model implements OpportunisticNotifier {
    Opportunistic(ModelDriver driver) {
      super(driver);
    }
  }

  private static final class Tlb extends Model implements SecondaryTlbNotifier {
    Tlb(ModelDriver driver) {
      super(driver);
    }
  }
}
