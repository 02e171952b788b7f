package mm.replay;

import java.util.List;
import mm.api.CoreOptions;
import mm.lab.Generation;
import mm.machine.RuleGeneration;
import mm.spi.NotifierDriver;

/** All generations of the lab, and drivers by hand. */
final class LabGenerations implements Generations {
  private final List<NotifierDriver> drivers;

  LabGenerations(NotifierDriver... drivers) {
    this.drivers = List.of(drivers);
  }

  @Override
  public List<RuleGeneration> all() {
    return List.of(Generation.values());
  }

  @Override
  public NotifierDriver driver(String id) {
    return drivers.stream()
        .filter(each -> each.getClass().getAnnotation(mm.spi.DriverInfo.class).id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public CoreOptions options() {
    return CoreOptions.defaults();
  }
}
