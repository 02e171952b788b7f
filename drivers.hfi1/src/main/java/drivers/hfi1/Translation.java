package drivers.hfi1;

import mm.spi.Access;

/** A translation, as copied. */
record Translation(long address, long frame, Access rights) {}
