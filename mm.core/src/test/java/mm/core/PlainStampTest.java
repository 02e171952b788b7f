package mm.core;

import mm.api.CoreOptions.Guards;

/** The same without guards: told sections are plain ones where they can be. */
class PlainStampTest extends StampTest {
  @Override
  Guards guards() {
    return Guards.OFF;
  }
}
