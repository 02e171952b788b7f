package mm.conform.random;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Who and what takes part in a script that is being made: it only knows what the script says, never
 * what came of it, so that the script follows from the seed alone.
 */
final class Cast {
  static final String FIRST = "p0";

  private static final int MOST_PROCESSES = 4;
  private static final int MOST_SUBSCRIBERS = 5;
  private static final int MOST_FILES = 4;

  /** A subscriber and whose space it looks at. */
  record Guest(String name, String process, Place reach) {}

  /**
   * A file.
   *
   * @param kind as steps write it
   */
  record ScriptFile(String name, String kind, long pages) {}

  final Random random;
  private final long pages;
  private final List<String> processes = new ArrayList<>(List.of(FIRST));
  private final List<Guest> guests = new ArrayList<>();
  private final List<ScriptFile> files = new ArrayList<>();
  private final Set<String> reaches = new HashSet<>();
  private int named;

  /** The last place used: operations that meet are worth more than operations that do not. */
  private Place recent = new Place("A", 0, 64);

  Cast(Random random) {
    this.random = random;
    this.pages = pick(List.of(64, 600, 1100, 3000));
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  boolean oneIn(int chance) {
    return random.nextInt(chance) == 0;
  }

  private String name(String letter) {
    return letter + ++named;
  }

  String process() {
    return random.nextInt(3) > 0 ? FIRST : pick(processes);
  }

  boolean hasRoomForProcess() {
    return processes.size() < MOST_PROCESSES;
  }

  String newProcess() {
    String name = name("p");
    processes.add(name);
    return name;
  }

  boolean hasChildren() {
    return processes.size() > 1;
  }

  String child() {
    return processes.get(1 + random.nextInt(processes.size() - 1));
  }

  /** A process has ended, and who looked at it sees nothing any more. */
  void ended(String process) {
    processes.remove(process);
    released(process);
  }

  void released(String process) {
    guests.removeIf(each -> each.process().equals(process));
  }

  boolean hasRoomForGuest() {
    return guests.size() < MOST_SUBSCRIBERS;
  }

  Guest newGuest(String process, Place reach) {
    Guest guest = new Guest(name("s"), process, reach);
    guests.add(guest);
    return guest;
  }

  /** A place at which no other interval begins: their order would be anybody's. */
  Place newReach() {
    Place place = place();
    while (!reaches.add(place.region() + place.page())) {
      place = new Place(place.region(), place.page() + 1, place.pages());
    }
    return place;
  }

  void add(Guest guest) {
    guests.add(guest);
  }

  boolean hasGuests() {
    return !guests.isEmpty();
  }

  Guest guest() {
    return pick(guests);
  }

  void gone(Guest guest) {
    guests.remove(guest);
  }

  boolean hasRoomForFile() {
    return files.size() < MOST_FILES;
  }

  ScriptFile newFile(String kind) {
    ScriptFile file = new ScriptFile(name("f"), kind, 1 + random.nextInt((int) pages));
    files.add(file);
    return file;
  }

  boolean hasFiles() {
    return !files.isEmpty();
  }

  ScriptFile file() {
    return pick(files);
  }

  String newSegment() {
    return name("g");
  }

  /** All pages of the region that most happens in. */
  Place everything() {
    return new Place("A", 0, pages);
  }

  /** Some pages: often those used last, sometimes one, sometimes whole blocks. */
  Place place() {
    recent = choose();
    return recent;
  }

  private Place choose() {
    int chance = random.nextInt(10);
    if (chance < 2) {
      return recent;
    }
    if (chance < 4) {
      return near(recent);
    }
    String region = oneIn(8) ? "B" : "A";
    Place chosen = new Place(region, random.nextInt((int) pages), length());
    return oneIn(4) ? chosen.inBlocks() : chosen;
  }

  private Place near(Place other) {
    long from = Math.max(0, other.page() + random.nextInt(9) - 4);
    return new Place(other.region(), from, Math.max(1, other.pages() + random.nextInt(9) - 4));
  }

  private long length() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> 1;
      case 2, 3 -> 1 + random.nextInt(20);
      case 4 -> 1 + random.nextInt(200);
      default -> 1 + random.nextInt((int) pages);
    };
  }
}
