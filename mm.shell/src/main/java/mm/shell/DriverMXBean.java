package mm.shell;

import java.util.List;

/** A driver in JMX, as {@code mm:type=Driver,name=ID}. Every attribute is read anew. */
public interface DriverMXBean {
  /**
   * Its state.
   *
   * @return as {@code drivers} shows it; GONE when the engine does not know it any more
   */
  String getState();

  /**
   * Where it comes from.
   *
   * @return name and version of its bundle
   */
  String getBundle();

  /**
   * Where it is attached.
   *
   * @return in how many spaces
   */
  int getSpaces();

  /**
   * What its devices hold.
   *
   * @return translations, in all spaces
   */
  long getTranslations();

  /**
   * What its devices made so far.
   *
   * @return translations, in all spaces where it is attached now
   */
  long getMade();

  /**
   * The promises that it broke.
   *
   * @return a line per cause, with the number of times
   */
  List<String> getViolations();

  /**
   * Its callbacks.
   *
   * @return how often and how long each ran, since the start or the last reset
   */
  List<CallbackLatency> getCallbacks();
}
