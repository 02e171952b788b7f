package mm.tck.zoo;

import mm.spi.NotifierDriver;

/** A driver of the zoo: what is wrong with it, and the one test of the kit that has to find it. */
interface Animal {
  /** The flaw. */
  String name();

  /** The method that has to fail; empty when the driver is right. */
  String test();

  /** The driver, as its constructor makes it. */
  NotifierDriver driver();
}
