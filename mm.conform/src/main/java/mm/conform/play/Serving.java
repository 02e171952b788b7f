package mm.conform.play;

import mm.api.AddressRange;
import mm.api.Attachment;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.TranslationVisitor;

/** The device that serves an attachment now, whichever that is, to look into. */
record Serving(Attachment attachment) implements Device {
  @Override
  public AccessOutcome access(long address, Access access) {
    return attachment.access(address, access);
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    attachment.device().translations(range, visitor);
  }

  @Override
  public DeviceCounters counters() {
    return attachment.device().counters();
  }

  @Override
  public void quiesce() {
    throw new UnsupportedOperationException("the engine does that");
  }

  @Override
  public void detach() {
    throw new UnsupportedOperationException("the engine does that");
  }
}
