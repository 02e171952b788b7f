package mm.conform.play;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import mm.api.Attachment;
import mm.machine.ShadowChecker;
import mm.machine.UserProcess;

/** A space with the drivers that are attached there, and who looks into their devices. */
final class Place {
  private final Map<String, Attachment> attachments;
  private final SectionWatch watch;
  private UserProcess process;

  private Place(Map<String, Attachment> attachments, SectionWatch watch) {
    this.attachments = attachments;
    this.watch = watch;
  }

  /**
   * One without drivers.
   *
   * @param held is told who held what in a section, driver and text
   */
  static Place empty(BiConsumer<String, String> held) {
    Map<String, Attachment> attachments = new LinkedHashMap<>();
    return new Place(attachments, new SectionWatch(attachments, held));
  }

  /** Says whose space it is: known only after the space is. */
  void settle(UserProcess owner) {
    process = owner;
  }

  UserProcess process() {
    return process;
  }

  SectionWatch watch() {
    return watch;
  }

  Collection<Attachment> attachments() {
    return List.copyOf(attachments.values());
  }

  void enter(Attachment made, ShadowChecker checker) {
    attachments.put(made.driver(), made);
    checker.watch(process, made);
  }

  /** What a driver that has gone does with its device is nobody's business. */
  void unwatch(String driver, ShadowChecker checker) {
    if (attachments.containsKey(driver)) {
      checker.unwatch(attachments.get(driver).device());
    }
  }

  /** The same, and nobody accesses memory by it any more. */
  void leave(String driver, ShadowChecker checker) {
    unwatch(driver, checker);
    attachments.remove(driver);
  }
}
