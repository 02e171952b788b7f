package mm.verify.jar;

import java.util.List;
import java.util.Map;

/**
 * One clause of a header of OSGi.
 *
 * @param paths what it is about: packages, namespaces, files
 * @param attributes name to value: String, Long, Double, or a list of them
 * @param types name to the type that is written down, empty where none is
 * @param directives name to value
 */
public record Clause(
    List<String> paths,
    Map<String, Object> attributes,
    Map<String, String> types,
    Map<String, String> directives) {
  /**
   * An attribute as text.
   *
   * @param name its name
   * @param otherwise what to return if it is absent
   * @return the text
   */
  public String attribute(String name, String otherwise) {
    Object value = attributes.get(name);
    return value == null ? otherwise : value.toString();
  }
}
