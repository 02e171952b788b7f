package mm.tck.zoo;

import java.util.List;
import java.util.stream.Stream;

/** All animals, the right ones too. */
final class Zoo {
  private Zoo() {}

  static List<Animal> animals() {
    return Stream.<Animal[]>of(
            PairedFlaw.values(),
            DecliningFlaw.values(),
            IntervalFlaw.values(),
            TlbFlaw.values(),
            HandOverFlaw.values(),
            MetadataFlaw.values())
        .flatMap(Stream::of)
        .toList();
  }

  /** The name by which a run asks for an animal. */
  static String nameOf(Animal animal) {
    return animal.getClass().getSimpleName() + "." + animal.name();
  }

  static Animal named(String name) {
    return animals().stream().filter(each -> nameOf(each).equals(name)).findFirst().orElseThrow();
  }
}
