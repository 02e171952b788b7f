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
      case RELEASE_ONLY -> driver::release;
      default -> new Paired(driver);
    };
  }

  private static class Paired implements PairedNotifier {
    final ModelDriver driver;

    Paired(ModelDriver driver) {
      this.driver = driver;
    }

    @Override
    public void start(InvalidationRange range) {
      driver.told("start", range, 0);
    }

    @Override
    public void end(InvalidationRange range) {
      driver.told("end", range, 0);
    }

    @Override
    public void release(AddressSpace space) {
      driver.release(space);
    }
  }

  private static final class Declining implements DecliningNotifier {
    private final ModelDriver driver;

    Declining(ModelDriver driver) {
      this.driver = driver;
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      return driver.told("start", range, 0);
    }

    @Override
    public void release(AddressSpace space) {
      driver.release(space);
    }
  }

  /** What the contract forbids. */
  private static final class DecliningWithEnd extends Paired implements DecliningNotifier {
    DecliningWithEnd(ModelDriver driver) {
      super(driver);
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      return driver.told("start", range, 0);
    }
  }

  private static final class Opportunistic implements OpportunisticNotifier {
    private final ModelDriver driver;

    Opportunistic(ModelDriver driver) {
      this.driver = driver;
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      return driver.told("start", range, 0);
    }

    @Override
    public void end(InvalidationRange range) {
      driver.told("end", range, 0);
    }

    @Override
    public void release(AddressSpace space) {
      driver.release(space);
    }
  }

  private static final class Tlb implements SecondaryTlbNotifier {
    private final ModelDriver driver;

    Tlb(ModelDriver driver) {
      this.driver = driver;
    }

    @Override
    public void flushSecondaryTlb(AddressSpace space, long start, long end) {
      driver.run("flush", start, end, null, 0);
    }

    @Override
    public void release(AddressSpace space) {
      driver.release(space);
    }
  }
}
