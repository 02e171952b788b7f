package mm.verify.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the clauses of a header: {@code path;path;attribute=value;directive:=value, ...}. */
public final class Clauses {
  private final String text;
  private int at;

  private Clauses(String text) {
    this.text = text;
  }

  /**
   * Reads a header.
   *
   * @param header its name, for messages
   * @param text its value
   * @return its clauses
   * @throws MalformedException when it cannot be read
   */
  public static List<Clause> parse(String header, String text) throws MalformedException {
    Clauses parser = new Clauses(text);
    try {
      return parser.all();
    } catch (MalformedException e) {
      throw new MalformedException(
          "The header " + header + " cannot be read: " + e.getMessage() + " at " + parser.at + ".");
    }
  }

  private List<Clause> all() throws MalformedException {
    List<Clause> clauses = new ArrayList<>();
    skipBlanks();
    if (at == text.length()) {
      return clauses;
    }
    clauses.add(clause());
    while (accept(',')) {
      clauses.add(clause());
    }
    if (at < text.length()) {
      throw new MalformedException("unexpected '" + text.charAt(at) + "'");
    }
    return clauses;
  }

  private Clause clause() throws MalformedException {
    Clause clause =
        new Clause(
            new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    do {
      part(clause);
    } while (accept(';'));
    if (clause.paths().isEmpty()) {
      throw new MalformedException("a clause without a path");
    }
    return clause;
  }

  private void part(Clause clause) throws MalformedException {
    String name = token();
    if (accept(':')) {
      if (accept('=')) {
        put(clause.directives(), name, value());
      } else {
        typed(clause, name, type());
      }
    } else if (accept('=')) {
      put(clause.attributes(), name, value());
      clause.types().put(name, "");
    } else {
      clause.paths().add(name);
    }
  }

  private void typed(Clause clause, String name, String type) throws MalformedException {
    if (!accept('=')) {
      throw new MalformedException("a type without a value");
    }
    put(clause.attributes(), name, TypedValue.of(type, value()));
    clause.types().put(name, type);
  }

  private static <V> void put(Map<String, V> map, String name, V value) throws MalformedException {
    if (map.put(name, value) != null) {
      throw new MalformedException("'" + name + "' twice");
    }
  }

  private String token() throws MalformedException {
    skipBlanks();
    int start = at;
    while (at < text.length() && ";,:=\"<>".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String token = text.substring(start, at).strip();
    if (token.isEmpty()) {
      throw new MalformedException("a name is missing");
    }
    return token;
  }

  private String type() throws MalformedException {
    String type = token();
    if (accept('<')) {
      type += '<' + token() + '>';
      if (!accept('>')) {
        throw new MalformedException("'>' is missing");
      }
    }
    return type;
  }

  private String value() throws MalformedException {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && ";,\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted() throws MalformedException {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      boolean escape = text.charAt(at) == '\\' && at + 1 < text.length();
      // A backslash escapes the quote here; before anything else it belongs to the value's own
      // type.
      if (escape && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\')) {
        value.append(text.charAt(at + 1) == '"' ? "\"" : "\\\\");
        at += 2;
      } else {
        value.append(text.charAt(at++));
      }
    }
    if (at == text.length()) {
      throw new MalformedException("a quote is not closed");
    }
    at++;
    skipBlanks();
    return value.toString();
  }

  private boolean accept(char wanted) {
    skipBlanks();
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
