package mm.deploy.lasting;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.AdmittedDrivers;
import mm.api.Attachment;
import mm.api.DriverStatus;
import mm.api.NotifierCore;
import mm.spi.NotifierDriver;

/** The drivers of whichever engine is there, and their lasting attachments. */
final class LastingDrivers implements AdmittedDrivers {
  private final LastingDispatcher dispatcher;

  LastingDrivers(LastingDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  private AdmittedDrivers here() {
    NotifierCore core = dispatcher.engine();
    if (core == null) {
      throw new IllegalStateException("there is no engine now");
    }
    return core.drivers();
  }

  @Override
  public Attachment attach(String id, AddressSpace space) {
    if (!(space instanceof LastingSpace own) || !dispatcher.spaces().contains(own)) {
      throw new IllegalArgumentException("space " + space.name() + " is of another dispatcher");
    }
    return own.attach(id);
  }

  @Override
  public List<Admission> load(ClassLoader loader) {
    return here().load(loader);
  }

  @Override
  public Admission admit(NotifierDriver driver) {
    return here().admit(driver);
  }

  @Override
  public List<DriverStatus> list() {
    return dispatcher.engine() == null ? List.of() : here().list();
  }

  @Override
  public List<Attachment> attachments() {
    return dispatcher.engine() == null ? List.of() : here().attachments();
  }

  @Override
  public void retire(String id) {
    here().retire(id);
  }
}
