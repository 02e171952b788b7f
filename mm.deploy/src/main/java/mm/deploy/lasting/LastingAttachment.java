package mm.deploy.lasting;

import java.util.Map;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.EmptyDevice;

/** A driver in a lasting space: attached anew in each engine that the space moves to. */
final class LastingAttachment implements Attachment {
  private final LastingSpace space;
  private final String driver;
  private volatile Attachment now; // null without one
  private volatile boolean closed;

  LastingAttachment(LastingSpace space, String driver) {
    this.space = space;
    this.driver = driver;
  }

  void attachOrFail(NotifierCore core, AddressSpace in) {
    now = core.drivers().attach(driver, in);
  }

  /** What the engine before attached went with it. */
  void attachAnew(NotifierCore core, AddressSpace in) {
    lose();
    attach(core, in);
  }

  /** A driver that the engine has not, or not now, is tried again at its next access. */
  void attach(NotifierCore core, AddressSpace in) {
    if (now == null && !closed) {
      try {
        attachOrFail(core, in);
      } catch (IllegalArgumentException | ContractException e) {
        now = null;
      }
    }
  }

  /** The engine has gone, and what it attached with it. */
  void lose() {
    now = null;
  }

  private Attachment here() {
    if (now == null && !closed) {
      space.attachAgain(this);
    }
    return now;
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    Attachment here = here();
    return here == null ? AccessOutcome.DETACHED : here.access(address, access);
  }

  @Override
  public Device device() {
    Attachment here = now;
    return here == null ? EmptyDevice.GONE : here.device();
  }

  @Override
  public Map<String, String> options() {
    Attachment here = now;
    return here == null ? Map.of() : here.options();
  }

  @Override
  public String driver() {
    return driver;
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public void close() {
    closed = true;
    space.forget(this);
    Attachment here = now;
    if (here != null) {
      here.close();
    }
  }
}
