package mm.verify.jar;

import java.util.ArrayList;
import java.util.List;

/** Values of attributes as a framework reads them. What it could not read is left as text. */
final class TypedValue {
  private TypedValue() {}

  static Object of(String type, String text) {
    if (type.equals("List") || type.startsWith("List<")) {
      String element = type.equals("List") ? "String" : type.substring(5, type.length() - 1);
      return elements(text).stream().map(each -> scalar(element, each)).toList();
    }
    return scalar(type, text);
  }

  private static Object scalar(String type, String text) {
    try {
      return switch (type) {
        case "Long" -> Long.valueOf(text.strip());
        case "Double" -> Double.valueOf(text.strip());
        default -> text;
      };
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** Elements are separated by commas; a backslash makes the next letter an ordinary one. */
  private static List<String> elements(String text) {
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        element.append(text.charAt(++i));
      } else if (c == ',') {
        elements.add(element.toString().strip());
        element.setLength(0);
      } else {
        element.append(c);
      }
    }
    elements.add(element.toString().strip());
    return elements;
  }
}
