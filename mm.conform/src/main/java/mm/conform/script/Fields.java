package mm.conform.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a JSON object, asked for by name and type; every method throws {@link
 * BadFieldException} when the field is missing or of another type, and those that say {@code
 * optional} answer empty when it is missing.
 */
public final class Fields {
  private final Map<String, Object> values;

  Fields(Map<String, Object> values) {
    this.values = values;
  }

  Map<String, Object> values() {
    return values;
  }

  /**
   * The names.
   *
   * @return in order of the file
   */
  public Set<String> names() {
    return values.keySet();
  }

  /**
   * Tells whether there is a field.
   *
   * @param name its name
   * @return true when it is there and not null
   */
  public boolean has(String name) {
    return values.get(name) != null;
  }

  private <T> T value(String name, Class<T> type, String what) {
    Object value = values.get(name);
    if (value == null) {
      throw new BadFieldException("'" + name + "' is missing");
    }
    if (!type.isInstance(value)) {
      throw new BadFieldException("'" + name + "' is no " + what + ": " + text(value));
    }
    return type.cast(value);
  }

  /**
   * A text.
   *
   * @param name its name
   * @return the text
   */
  public String text(String name) {
    return value(name, String.class, "text");
  }

  /**
   * A text that may be missing.
   *
   * @param name its name
   * @return the text, or empty
   */
  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /**
   * Yes or no.
   *
   * @param name its name
   * @return true for yes
   */
  public boolean flag(String name) {
    return value(name, Boolean.class, "true or false");
  }

  /**
   * A whole number.
   *
   * @param name its name
   * @return the number
   */
  public long signed(String name) {
    return value(name, Long.class, "whole number");
  }

  /**
   * A whole number of at least 0.
   *
   * @param name its name
   * @return the number
   */
  public long number(String name) {
    long number = signed(name);
    if (number < 0) {
      throw new BadFieldException("'" + name + "' is negative: " + number);
    }
    return number;
  }

  /**
   * A whole number of at least 0 that may be missing.
   *
   * @param name its name
   * @param otherwise what it is then
   * @return the number
   */
  public long number(String name, long otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  /**
   * A switch: true or false.
   *
   * @param name its name
   * @return whether it is on
   */
  public boolean isOn(String name) {
    return value(name, Boolean.class, "true or false");
  }

  /**
   * One of several words.
   *
   * @param name the field's name
   * @param choices what each word stands for
   * @param <T> what they stand for
   * @return what the field's word stands for
   */
  public <T> T choice(String name, Map<String, T> choices) {
    String word = text(name);
    T chosen = choices.get(word);
    if (chosen == null) {
      throw new BadFieldException("'" + name + "' cannot be '" + word + "'");
    }
    return chosen;
  }

  /**
   * An object.
   *
   * @param name its name
   * @return its fields
   */
  public Fields object(String name) {
    return fields(name, value(name, Map.class, "object"));
  }

  @SuppressWarnings("unchecked") // every map comes from JsonTree, which makes no others
  private static Fields fields(String name, Object value) {
    if (value instanceof Map<?, ?>) {
      return new Fields((Map<String, Object>) value);
    }
    throw new BadFieldException("'" + name + "' holds what is no object: " + text(value));
  }

  /**
   * A list of objects.
   *
   * @param name its name
   * @return their fields
   */
  public List<Fields> objects(String name) {
    return list(name, each -> fields(name, each));
  }

  /**
   * A list of texts.
   *
   * @param name its name
   * @return the texts
   */
  public List<String> texts(String name) {
    return list(name, each -> item(name, each, String.class, "text"));
  }

  /**
   * A list of pairs {@code [first, end)} of page numbers.
   *
   * @param name its name
   * @return the pairs
   */
  public List<Span> spans(String name) {
    return list(name, each -> span(name, item(name, each, List.class, "pair")));
  }

  /**
   * A list of lists.
   *
   * @param name its name
   * @return the lists
   */
  public List<List<?>> lists(String name) {
    return list(name, each -> item(name, each, List.class, "list"));
  }

  private static Span span(String name, List<?> pair) {
    if (pair.size() == 2
        && pair.get(0) instanceof Long first
        && pair.get(1) instanceof Long end
        && first >= 0
        && first <= end) {
      return new Span(first, end);
    }
    throw new BadFieldException("'" + name + "' holds what is no range: " + text(pair));
  }

  private <T> List<T> list(String name, Function<Object, T> read) {
    List<T> items = new ArrayList<>();
    for (Object each : value(name, List.class, "list")) {
      items.add(read.apply(each));
    }
    return items;
  }

  private static <T> T item(String name, Object value, Class<T> type, String what) {
    if (!type.isInstance(value)) {
      throw new BadFieldException("'" + name + "' holds what is no " + what + ": " + text(value));
    }
    return type.cast(value);
  }

  /**
   * A number or a text, as text.
   *
   * @param name its name
   * @return {@code 0}, {@code 4096}, {@code EINVAL}
   */
  public Optional<String> optionalResult(String name) {
    return has(name) && !(values.get(name) instanceof Long)
        ? Optional.of(text(name))
        : Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  private static String text(Object value) {
    String text = String.valueOf(value);
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(each -> each.getKey() + "=" + text(each.getValue()))
        .collect(Collectors.joining(" "));
  }

  /**
   * Pages of a region.
   *
   * @param first the first
   * @param end the first after them
   */
  public record Span(long first, long end) {}
}
