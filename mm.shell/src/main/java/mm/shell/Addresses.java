package mm.shell;

import mm.api.AddressRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Addresses as users write them: 0x7f0000001000, or decimal. */
final class Addresses implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    long address;
    try {
      address = Long.decode(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is no address such as 0x7f0000001000");
    }
    if (address < 0 || address >= AddressRange.TOP) {
      throw new TypeConversionException("'" + text + "' is outside the address space");
    }
    return address;
  }
}
