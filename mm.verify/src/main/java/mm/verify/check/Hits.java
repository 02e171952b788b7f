package mm.verify.check;

import java.util.ArrayList;
import java.util.List;
import mm.api.Finding;
import mm.api.Rule;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Severity;

/** Collects what the checks find. */
final class Hits {
  private final List<Hit> all = new ArrayList<>();
  private final List<Hit> justified = new ArrayList<>();

  void error(Rule rule, Place place, String message, String mend) {
    add("", Severity.ERROR, place, new Finding(rule, message, mend));
  }

  void add(String driver, Severity severity, Place place, Finding finding) {
    all.add(new Hit(finding, severity, driver, place, List.of(), ""));
  }

  void add(Hit hit) {
    (hit.justification().isEmpty() ? all : justified).add(hit);
  }

  List<Hit> all() {
    return all;
  }

  List<Hit> justified() {
    return justified;
  }

  int size() {
    return all.size();
  }
}
