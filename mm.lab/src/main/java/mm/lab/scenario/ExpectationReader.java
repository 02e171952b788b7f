package mm.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mm.api.Rule;

/** Reads what must come out. */
final class ExpectationReader {
  /** What an expectation that names variants says of those it does not name. */
  private static final String ELSE = "else";

  private static final List<String> REAPS = List.of("reaped", "left-alone", "given-up", "exited");
  private static final List<String> COUNTED =
      List.of("starts", "ends", "declines", "releases", "held");
  private static final Pattern BOUNDS = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6}))?");
  private static final String[] KEYS = {
    "outcome", "reap", "reports", "counters", "story", "finds", "meetings"
  };

  private final Names names;

  ExpectationReader(Names names) {
    this.names = names;
  }

  /** By variant. */
  Map<String, Expectation> read(Entry entry) throws ScenarioException {
    Map<String, Expectation> all = new LinkedHashMap<>();
    if (entry.isText() || entry.map().containsKey("outcome")) {
      Expectation one = one(entry);
      names.variants.forEach(each -> all.put(each, one));
      return all;
    }
    Map<String, Entry> byVariant = entry.map();
    for (Map.Entry<String, Entry> each : byVariant.entrySet()) {
      if (!names.variants.contains(each.getKey()) && !each.getKey().equals(ELSE)) {
        throw each.getValue()
            .wrong(
                "'"
                    + each.getKey()
                    + "' is neither a variant ("
                    + Names.list(names.variants)
                    + ") nor 'else', and 'outcome' is not given");
      }
    }
    for (String variant : names.variants) {
      Entry found = byVariant.getOrDefault(variant, byVariant.get(ELSE));
      if (found == null) {
        throw entry.wrong("nothing is expected of variant " + variant + "; name it, or add else");
      }
      all.put(variant, one(found));
    }
    return all;
  }

  private Expectation one(Entry entry) throws ScenarioException {
    if (entry.isText()) {
      return Expectation.of(outcome(entry));
    }
    Entry.Fields fields = entry.fields(KEYS);
    Expectation made =
        new Expectation(
            outcome(fields.need("outcome")),
            reap(fields),
            reports(fields),
            counters(fields),
            fields.find("story").isPresent() ? fields.need("story").number(1, 500) : 0,
            fields.find("finds").isPresent() ? fields.need("finds").texts() : List.of(),
            fields.find("meetings").isPresent() ? fields.need("meetings").number(1, 1000) : 0);
    contradictions(entry, made);
    return made;
  }

  private static Outcome outcome(Entry entry) throws ScenarioException {
    return entry.one(
        Outcome.of(entry.text()), Stream.of(Outcome.values()).map(Outcome::text).toList());
  }

  private static void contradictions(Entry entry, Expectation made) throws ScenarioException {
    if (made.outcome() == Outcome.RIGHT && !made.reports().isEmpty()) {
      throw entry.wrong(
          "contradiction: outcome right, and reports " + made.reports() + "; it would be reported");
    }
    if (made.outcome() == Outcome.RIGHT && made.storySteps() > 0) {
      throw entry.wrong("contradiction: outcome right has no story, and story bounds one");
    }
    if (made.outcome() == Outcome.RIGHT && !made.finds().isEmpty()) {
      throw entry.wrong(
          "contradiction: outcome right finds nothing, and finds names " + made.finds());
    }
  }

  private List<String> reap(Entry.Fields fields) throws ScenarioException {
    List<String> all = new ArrayList<>();
    Optional<Entry> reap = fields.find("reap");
    if (reap.isPresent()) {
      for (Entry each : reap.get().list()) {
        all.add(each.one(Optional.of(each.text()).filter(REAPS::contains), REAPS));
      }
      if (!names.reaps) {
        throw reap.get().wrong("contradiction: a result of 'reap' is expected, and nobody reaps");
      }
    }
    return all;
  }

  private static List<String> reports(Entry.Fields fields) throws ScenarioException {
    List<String> all = new ArrayList<>();
    if (fields.find("reports").isPresent()) {
      for (Entry each : fields.need("reports").list()) {
        if (Rule.find(each.text()).isEmpty()) {
          throw each.wrong("no rule '" + each.text() + "'; 'mm explain' lists all");
        }
        all.add(each.text());
      }
    }
    return all;
  }

  private Map<String, Expectation.Bounds> counters(Entry.Fields fields) throws ScenarioException {
    Map<String, Expectation.Bounds> all = new LinkedHashMap<>();
    if (fields.find("counters").isPresent()) {
      for (Map.Entry<String, Entry> each : fields.need("counters").map().entrySet()) {
        String[] parts = each.getKey().split("\\.", -1);
        if (parts.length != 2 || !names.drivers.contains(parts[0]) || !COUNTED.contains(parts[1])) {
          throw each.getValue()
              .wrong(
                  "no counter '"
                      + each.getKey()
                      + "'; write DRIVER.COUNTER, drivers are "
                      + Names.list(names.drivers)
                      + ", counters "
                      + String.join(", ", COUNTED));
        }
        all.put(each.getKey(), bounds(each.getValue()));
      }
    }
    return all;
  }

  private static Expectation.Bounds bounds(Entry entry) throws ScenarioException {
    Matcher matcher = BOUNDS.matcher(entry.text());
    if (!matcher.matches()) {
      throw entry.wrong("'" + entry.text() + "' is no count; write 3 or 1..3 (both included)");
    }
    long least = Long.parseLong(matcher.group(1));
    long most = matcher.group(2) == null ? least : Long.parseLong(matcher.group(2));
    if (least > most) {
      throw entry.wrong("contradiction: at least " + least + " and at most " + most);
    }
    return new Expectation.Bounds(least, most);
  }
}
