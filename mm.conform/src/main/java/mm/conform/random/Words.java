package mm.conform.random;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a step that is being made, in the order in which files have them. */
final class Words {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Words() {}

  static Words op(String name) {
    return new Words().with("op", name);
  }

  Words with(String field, String word) {
    values.put(field, word);
    return this;
  }

  Words with(String field, long number) {
    values.put(field, number);
    return this;
  }

  Words with(String field, List<?> list) {
    values.put(field, list);
    return this;
  }

  Words with(String field, Words inner) {
    values.put(field, inner.values);
    return this;
  }

  Words is(String field) {
    values.put(field, true);
    return this;
  }

  Words isNot(String field) {
    values.put(field, false);
    return this;
  }

  /** A place without a length. */
  Words at(Place place) {
    return with("region", place.region()).with("page", place.page());
  }

  Words on(Place place) {
    return at(place).with("pages", place.pages());
  }

  /** Who does it; files leave the first process out. */
  Words by(String process) {
    return process.equals(Cast.FIRST) ? this : with("process", process);
  }

  static Words place(Place place) {
    return new Words().at(place);
  }

  static Words range(Place place) {
    return new Words().on(place);
  }

  Map<String, Object> values() {
    return values;
  }
}
