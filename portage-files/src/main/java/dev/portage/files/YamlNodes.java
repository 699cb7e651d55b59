package dev.portage.files;

import dev.portage.files.Node.One;
import dev.portage.files.Node.Scalar;
import dev.portage.files.NodeBuilder.Unreadable;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document. Numbers, truth values and nothing are what JSON takes for them; all else
 * is text. Anchors, aliases and tags are refused: with them a small file could mean a huge one, or
 * a class.
 */
final class YamlNodes {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setParseComments(false).build();

  private final Document document;
  private final NodeBuilder builder;
  private int documents;

  YamlNodes(Document document, NodeBuilder builder) {
    this.document = document;
    this.builder = builder;
  }

  void read() {
    try {
      Iterator<Event> events = new Parse(SETTINGS).parseString(document.text()).iterator();
      while (events.hasNext()) {
        accept(events.next());
      }
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(this::place).orElse(document.place(1, 1));
      throw new Unreadable(place, "this is not YAML: " + e.getProblem(), "mend it here");
    } catch (YamlEngineException e) {
      throw new Unreadable(
          document.place(1, 1), "this is not YAML: " + e.getMessage(), "mend the file");
    }
  }

  private void accept(Event event) {
    Place place = event.getStartMark().map(this::place).orElse(document.place(1, 1));
    if (event instanceof NodeEvent node) {
      refuse(node, place);
    }
    switch (event.getEventId()) {
      case DocumentStart -> {
        if (++documents > 1) {
          throw new Unreadable(
              place,
              "a second document begins here",
              "one file holds one document; make two files");
        }
      }
      case MappingStart -> open(place, true);
      case SequenceStart -> open(place, false);
      case MappingEnd, SequenceEnd -> builder.close();
      case Scalar -> scalar((ScalarEvent) event, place);
      default -> {} // the ends of documents and streams
    }
  }

  private void open(Place place, boolean isKeyed) {
    if (builder.awaitsKey()) {
      throw new Unreadable(place, "a key is more than one word", "keys are plain words");
    }
    if (isKeyed) {
      builder.openKeyed(place);
    } else {
      builder.openMany(place);
    }
  }

  private static void refuse(NodeEvent node, Place place) {
    if (node instanceof AliasEvent || node.getAnchor().isPresent()) {
      throw new Unreadable(
          place, "anchors and aliases (& and *) are not read", "write the value out, or quote it");
    }
    Optional<String> tag = Optional.empty();
    if (node instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    } else if (node instanceof CollectionStartEvent collection) {
      tag = collection.getTag();
    }
    if (tag.isPresent()) {
      throw new Unreadable(place, "tags (!) are not read", "leave the tag out, or quote the text");
    }
  }

  private void scalar(ScalarEvent event, Place place) {
    String text = event.getValue();
    if (builder.awaitsKey()) {
      builder.key(place, text);
    } else {
      boolean isPlain = event.getScalarStyle() == ScalarStyle.PLAIN;
      builder.value(new One(place, isPlain ? type(text) : Scalar.TEXT, text));
    }
  }

  private static Scalar type(String text) {
    return switch (text) {
      case "true", "false" -> Scalar.BOOLEAN;
      case "", "~", "null" -> Scalar.NULL;
      default -> NUMBER.matcher(text).matches() ? Scalar.NUMBER : Scalar.TEXT;
    };
  }

  private Place place(Mark mark) {
    return document.place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
