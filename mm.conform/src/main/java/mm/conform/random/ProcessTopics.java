package mm.conform.random;

import java.util.List;

/** Steps about processes and who is told of them. */
final class ProcessTopics {
  private ProcessTopics() {}

  static List<Topic> all() {
    return List.of(
        new Topic(
            3,
            Cast::hasRoomForProcess,
            cast -> Words.op("fork").by(cast.process()).with("child", cast.newProcess())),
        new Topic(
            1,
            Cast::hasRoomForProcess,
            cast -> Words.op("vfork").by(cast.process()).with("child", cast.newProcess())),
        new Topic(2, Cast::hasChildren, ProcessTopics::exit),
        new Topic(1, Cast::hasChildren, ProcessTopics::exec),
        new Topic(
            1,
            Cast::hasChildren,
            cast -> Words.op("kill").with("target", cast.child()).with("hold", "at-exit")),
        new Topic(
            1,
            Cast::hasChildren,
            cast -> Words.op("process_mrelease").with("target", cast.child())),
        Topic.of(1, cast -> Words.op("oom_kill")),
        new Topic(3, Cast::hasRoomForGuest, ProcessTopics::subscribe),
        new Topic(1, Cast::hasGuests, ProcessTopics::unsubscribe),
        new Topic(12, Cast::hasGuests, ProcessTopics::guestTouch),
        new Topic(1, Cast::hasGuests, ProcessTopics::pin),
        new Topic(
            1, Cast::hasGuests, cast -> Words.op("unpin").with("subscriber", cast.guest().name())));
  }

  private static Words exit(Cast cast) {
    String process = cast.child();
    cast.ended(process);
    return Words.op("exit").by(process);
  }

  private static Words exec(Cast cast) {
    String process = cast.child();
    cast.released(process);
    return Words.op("execve").by(process);
  }

  private static Words subscribe(Cast cast) {
    Place reach = cast.everything();
    String process = cast.process();
    return switch (cast.random.nextInt(4)) {
      case 0 -> {
        Place part = cast.newReach();
        Cast.Guest guest = cast.newGuest(process, part);
        yield subscribe(guest, "interval").on(part);
      }
      case 1 -> subscribe(cast.newGuest(process, reach), "declining");
      case 2 -> subscribe(cast.newGuest(process, reach), "secondary-tlb");
      default -> subscribe(cast.newGuest(process, reach), "paired");
    };
  }

  private static Words subscribe(Cast.Guest guest, String kind) {
    return Words.op("subscribe")
        .by(guest.process())
        .with("subscriber", guest.name())
        .with("kind", kind);
  }

  private static Words unsubscribe(Cast cast) {
    Cast.Guest guest = cast.guest();
    cast.gone(guest);
    return Words.op("unsubscribe").with("subscriber", guest.name());
  }

  /** Guests have their memory where the process has it, so that no slots are needed. */
  private static Words guestTouch(Cast cast) {
    Cast.Guest guest = cast.guest();
    Place place = within(cast, guest);
    return Words.op("device_touch")
        .with("subscriber", guest.name())
        .with("region", place.region())
        .with("access", cast.oneIn(2) ? "read" : "write")
        .with("ranges", List.of(List.of(place.page(), place.end())));
  }

  private static Place within(Cast cast, Cast.Guest guest) {
    Place place = cast.oneIn(3) ? guest.reach() : cast.place();
    return place.withPages(Math.min(place.pages(), 1 + cast.random.nextInt(24)));
  }

  private static Words pin(Cast cast) {
    Cast.Guest guest = cast.guest();
    Place place = within(cast, guest);
    return Words.op("pin")
        .with("subscriber", guest.name())
        .on(place.withPages(Math.min(4, place.pages())))
        .with("access", cast.oneIn(2) ? "read" : "write");
  }
}
