package mm.core.swap;

import mm.spi.DriverInfo;

/** A version of the scripted driver. */
@DriverInfo(
    id = "script",
    version = "2.0.0",
    blocking = "when-allowed",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = Script.Ears.class)
public final class ScriptTwo extends Script {
  public ScriptTwo() {
    super("two");
  }
}
