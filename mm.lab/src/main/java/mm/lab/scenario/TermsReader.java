package mm.lab.scenario;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what is asked for beside the rules. */
final class TermsReader {
  private static final int MAX_MILLIS = 1_000_000;
  private static final Map<String, List<String>> ATTRIBUTES =
      Map.of(
          "blocking", List.of("never", "when-allowed"),
          "failure", List.of("never", "when-forbidden", "opportunistic"),
          "allocation", List.of("never", "may"));

  private final Entry.Fields fields;

  TermsReader(Entry.Fields fields) {
    this.fields = fields;
  }

  Terms read() throws ScenarioException {
    return new Terms(
        allow(),
        limits(),
        fields.choice("orders", Terms.Orders.DISTINCT),
        fields.choice("reaction", Terms.Reaction.REPORT));
  }

  private Map<String, String> allow() throws ScenarioException {
    Map<String, String> all = new LinkedHashMap<>();
    if (fields.find("allow").isPresent()) {
      Entry.Fields wanted =
          fields.need("allow").fields(ATTRIBUTES.keySet().stream().sorted().toArray(String[]::new));
      for (Map.Entry<String, Entry> each : wanted.all().entrySet()) {
        List<String> values = ATTRIBUTES.get(each.getKey());
        String text = each.getValue().text();
        all.put(
            each.getKey(), each.getValue().one(Optional.of(text).filter(values::contains), values));
      }
    }
    return all;
  }

  private Map<Terms.Limit, Integer> limits() throws ScenarioException {
    Map<Terms.Limit, Integer> all = new EnumMap<>(Terms.Limit.class);
    if (fields.find("limits").isPresent()) {
      String[] names = Stream.of(Terms.Limit.values()).map(Entry::word).toArray(String[]::new);
      Entry.Fields wanted = fields.need("limits").fields(names);
      for (Terms.Limit each : Terms.Limit.values()) {
        if (wanted.find(Entry.word(each)).isPresent()) {
          all.put(each, wanted.need(Entry.word(each)).number(1, MAX_MILLIS));
        }
      }
    }
    return all;
  }
}
