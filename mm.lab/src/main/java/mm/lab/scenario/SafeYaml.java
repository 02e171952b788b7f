package mm.lab.scenario;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads YAML that a stranger may have written: one document of maps, lists and text; no anchors, so
 * nothing refers to itself or multiplies, and no tags, so nothing is made but text.
 */
final class SafeYaml {
  private static final int MAX_CHARACTERS = 128 * 1024;
  private static final int MAX_DEPTH = 12;
  private static final int MAX_NODES = 5_000;

  private final String file;
  private final String text;
  private int depth;
  private int nodes;
  private int documents;

  private SafeYaml(String file, String text) {
    this.file = file;
    this.text = text;
  }

  static Node read(String file, String text) throws ScenarioException {
    return new SafeYaml(file, text).read();
  }

  private Node read() throws ScenarioException {
    if (text.length() > MAX_CHARACTERS) {
      throw new ScenarioException(
          file, 0, "is longer than " + MAX_CHARACTERS + " characters, which is the most");
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_CHARACTERS + 1).build();
    try {
      for (Event each : new Parse(settings).parseString(text)) {
        check(each);
      }
      return new Compose(settings)
          .composeString(text)
          .orElseThrow(() -> new ScenarioException(file, 0, "is empty: see 'mm lab --help'"));
    } catch (MarkedYamlEngineException e) {
      throw new ScenarioException(file, line(e.getProblemMark()), "no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ScenarioException(file, 0, "no YAML: " + e.getMessage());
    }
  }

  private void check(Event event) throws ScenarioException {
    if (event instanceof AliasEvent) {
      fail(event, "an alias (*name): write it out, aliases are not allowed");
    }
    if (event instanceof DocumentStartEvent && ++documents > 1) {
      fail(event, "a second document: one scenario per file");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      fail(event, "an anchor (&name): nothing may refer to it, leave it out");
    }
    if (hasTag(event)) {
      fail(event, "a tag (!name): only text, lists and maps are allowed, leave it out");
    }
    if (event instanceof NodeEvent && ++nodes > MAX_NODES) {
      fail(event, "more than " + MAX_NODES + " values, which is the most");
    }
    depth += event instanceof CollectionStartEvent ? 1 : 0;
    depth -= event instanceof CollectionEndEvent ? 1 : 0;
    if (depth > MAX_DEPTH) {
      fail(event, "nested deeper than " + MAX_DEPTH + ", which is the most");
    }
  }

  private static boolean hasTag(Event event) {
    return event instanceof ScalarEvent scalar && scalar.getTag().isPresent()
        || event instanceof CollectionStartEvent collection && collection.getTag().isPresent();
  }

  private void fail(Event event, String problem) throws ScenarioException {
    throw new ScenarioException(file, line(event.getStartMark()), problem);
  }

  static int line(Optional<Mark> mark) {
    return mark.map(each -> each.getLine() + 1).orElse(0);
  }
}
