package mm.tck.zoo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.spi.Access;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.HandOver;
import mm.spi.NotifierDriver;
import mm.spi.Page;

/** A right paired driver that hands over what it holds, unless it is given a flaw. */
@DriverInfo(
    id = "zoo-handover",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = PairedZooDriver.Told.class)
public final class HandOverZooDriver implements NotifierDriver {
  private final HandOverFlaw flaw;

  /** Makes a right one. */
  public HandOverZooDriver() {
    this(HandOverFlaw.NONE);
  }

  HandOverZooDriver(HandOverFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Device attach(DriverContext context) {
    Model model = new Model(flaw, context);
    context.subscribe(new PairedZooDriver.Told(model));
    return model;
  }

  /** Its sequence is that of the paired model. */
  private static final class Model extends PairedModel implements HandOver {
    private final HandOverFlaw flaw;

    Model(HandOverFlaw flaw, DriverContext context) {
      super(PairedFlaw.NONE, context, List.of());
      this.flaw = flaw;
    }

    @Override
    public String stateForm() {
      return "zoo/1";
    }

    @Override
    public Map<String, Object> exportState() {
      Map<String, Object> state = new HashMap<>();
      lock();
      try {
        table.forEach((page, found) -> state.put(Long.toString(page), exported(found)));
      } finally {
        unlock();
      }
      return state;
    }

    private Object exported(Page found) {
      return flaw == HandOverFlaw.OWN_TYPES ? found : found.frame();
    }

    @Override
    public long importBegin() {
      return quietSequence();
    }

    @Override
    public Answer importState(Map<String, Object> state, long sequence) {
      lock();
      try {
        if (flaw != HandOverFlaw.IGNORES_SEQUENCE && quietSequence() != sequence) {
          return Answer.WOULD_BLOCK;
        }
        if (flaw != HandOverFlaw.FORGETS) {
          state.forEach((page, frame) -> enter(Long.parseLong(page), imported(frame)));
        }
        return Answer.DONE;
      } finally {
        unlock();
      }
    }

    private static Page imported(Object exported) {
      return exported instanceof Page page ? page : Page.present((Long) exported, Access.READ);
    }
  }
}
