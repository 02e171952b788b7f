package mm.core.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.DriverStatus;
import mm.api.Rule;

/**
 * Who is in the registry: one driver in charge per id, and standbys, refused ones and vacancies. A
 * vacancy keeps the places of a driver that has gone for the next one with its id.
 *
 * <p>Everything is guarded by this object; no driver code runs under it.
 */
final class Roster {
  /** The key is the id for drivers in charge, origin and id for all others. */
  private final Map<String, DriverEntry> entries = new LinkedHashMap<>();

  private final Map<String, DriverEntry> vacancies = new LinkedHashMap<>();

  private boolean closed;

  /** Origins whose drivers are to be standbys. */
  private final Set<String> expected = new HashSet<>();

  /** Who stands against a newcomer: a standby may have the id of the one that it is to succeed. */
  synchronized Optional<DriverEntry> duplicate(String id, String origin) {
    boolean beside = expected.contains(origin);
    return Optional.ofNullable(entries.get(id))
        .filter(present -> !beside || present.origin().equals(origin));
  }

  /** Enters a newcomer, as standby if its origin was expected to bring those. */
  synchronized Optional<DriverEntry> enter(DriverEntry newcomer) {
    Optional<DriverEntry> duplicate = duplicate(newcomer.id(), newcomer.origin());
    if (duplicate.isPresent()) {
      return duplicate;
    }
    if (expected.contains(newcomer.origin())) {
      put(newcomer.asStandby());
    } else {
      entries.put(newcomer.id(), newcomer);
    }
    return Optional.empty();
  }

  /** Puts one that is not in charge. */
  synchronized void put(DriverEntry entry) {
    entries.put(entry.origin() + " " + entry.id(), entry);
  }

  /** The places that wait for a driver with this id, which is now responsible for them. */
  synchronized Optional<DriverEntry> takeVacancy(String id) {
    return Optional.ofNullable(vacancies.remove(id));
  }

  /** Gives a place to the driver in charge, or lets it wait for one; the answer is who has it. */
  synchronized DriverEntry handOn(String id, DriverAttachment place) {
    DriverEntry present = entries.get(id);
    DriverEntry next =
        present != null ? present : vacancies.computeIfAbsent(id, DriverEntry::vacancy);
    next.takeOver(place);
    return next;
  }

  synchronized void expect(String origin) {
    expected.add(origin);
  }

  synchronized void dismiss(String origin) {
    expected.remove(origin);
    entries.values().removeIf(each -> each.origin().equals(origin) && each.isStandby());
  }

  /** Takes out everything that an origin brought; the answer is what that was. */
  synchronized List<DriverEntry> removeAll(String origin) {
    List<DriverEntry> gone = new ArrayList<>();
    entries.values().removeIf(each -> each.origin().equals(origin) && gone.add(each));
    return gone;
  }

  /** Takes out a driver in charge, or its vacancy. */
  synchronized Optional<DriverEntry> remove(String id) {
    DriverEntry vacancy = vacancies.remove(id);
    DriverEntry gone = entries.remove(id);
    return Optional.ofNullable(gone == null ? vacancy : gone);
  }

  /** Takes out a driver, or its vacancy if it has gone already; never another one with its id. */
  synchronized Optional<DriverEntry> remove(DriverEntry driver) {
    DriverEntry present = entries.get(driver.id());
    return present == null || present == driver ? remove(driver.id()) : Optional.empty();
  }

  /** For good: nobody is found here any more. */
  synchronized List<DriverEntry> removeAll() {
    closed = true;
    List<DriverEntry> all = new ArrayList<>(entries.values());
    all.addAll(vacancies.values());
    entries.clear();
    vacancies.clear();
    return all;
  }

  synchronized Optional<DriverEntry> inCharge(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** The driver in charge of an id; an unknown one is a mistake of who asks. */
  synchronized DriverEntry find(String id) {
    return inCharge(id)
        .orElseThrow(
            () ->
                closed
                    ? new ContractException(
                        Rule.R4_4, "driver '" + id + "' asked for in an engine that is closed")
                    : new IllegalArgumentException(
                        "no driver '" + id + "' is admitted; there are " + idsInCharge()));
  }

  synchronized boolean contains(DriverEntry entry) {
    return entries.containsValue(entry);
  }

  synchronized List<DriverEntry> all() {
    return List.copyOf(entries.values());
  }

  /** Those with a driver, in charge or standby. */
  List<DriverEntry> admitted() {
    return all().stream().filter(DriverEntry::admitted).toList();
  }

  /** The ids of the drivers that are not standbys. */
  List<String> idsInCharge() {
    return admitted().stream().filter(each -> !each.isStandby()).map(DriverEntry::id).toList();
  }

  List<DriverEntry> inChargeOf(String origin) {
    return ofOrigin(origin, each -> !each.isStandby());
  }

  List<DriverEntry> standbysOf(String origin) {
    return ofOrigin(origin, DriverEntry::isStandby);
  }

  private List<DriverEntry> ofOrigin(String origin, Predicate<DriverEntry> which) {
    return admitted().stream()
        .filter(each -> each.origin().equals(origin) && which.test(each))
        .toList();
  }

  /** What each looks like, all of them at one moment: of a swap everything is seen or nothing. */
  synchronized List<DriverStatus> statuses() {
    return entries.values().stream().map(DriverEntry::status).toList();
  }

  /** The attachments of all, at one moment. */
  synchronized List<Attachment> attachments() {
    return entries.values().stream()
        .<Attachment>flatMap(each -> each.attachments().stream())
        .toList();
  }

  /**
   * Puts the successors in charge; false when one of the drivers has been taken away or quarantined
   * meanwhile, or has broken a promise.
   *
   * @param handing what else changes at the same moment; runs no driver code
   */
  synchronized boolean succeed(Swap swap, Runnable handing) {
    List<DriverEntry> all = Stream.concat(swap.before().stream(), swap.after()).toList();
    if (!entries.values().containsAll(all) || swap.trouble().isPresent()) {
      return false;
    }
    entries.values().removeAll(all);
    swap.after().forEach(each -> entries.put(each.id(), each));
    swap.after().forEach(each -> expected.remove(each.origin()));
    handing.run();
    return true;
  }
}
