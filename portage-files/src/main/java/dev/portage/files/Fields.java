package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.files.Node.Keyed;
import dev.portage.files.Node.Many;
import dev.portage.files.Node.One;
import dev.portage.files.Node.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one object whose keys are known beforehand. */
final class Fields {
  private final Place place;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Mistakes mistakes;

  private Fields(Place place, Mistakes mistakes) {
    this.place = place;
    this.mistakes = mistakes;
  }

  /** The fields of an object; every other key is a mistake, and so is what is no object. */
  static Fields of(Node node, List<String> known, Mistakes mistakes) {
    Fields fields = new Fields(node.place(), mistakes);
    if (!(node instanceof Keyed keyed)) {
      mistakes.add(
          node.place(), "expected keys and values, found " + node.kind(), "keys: " + list(known));
      return fields;
    }
    for (Entry entry : keyed.entries()) {
      if (known.contains(entry.key())) {
        fields.values.put(entry.key(), entry.value());
      } else {
        mistakes.add(
            entry.place(), "unknown key '" + entry.key() + "'", Words.instead(entry.key(), known));
      }
    }
    return fields;
  }

  private static String list(List<String> known) {
    return String.join(", ", known);
  }

  Place place() {
    return place;
  }

  /** The place of a value, or of the object if it is not there. */
  Place place(String key) {
    Node node = values.get(key);
    return node == null ? place : node.place();
  }

  @Nullable Node node(String key) {
    return values.get(key);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** A text that must be there; empty, and a mistake, if it is not. */
  String text(String key) {
    Node node = values.get(key);
    if (node == null) {
      mistakes.add(place, "'" + key + "' is missing", "add  " + key + ": ...");
      return "";
    }
    return text(node);
  }

  /** A text that may be left out. */
  String text(String key, String otherwise) {
    Node node = values.get(key);
    return node == null ? otherwise : text(node);
  }

  /** A text or a number, as it is written. */
  String text(Node node) {
    if (node instanceof One one && (one.type() == Scalar.TEXT || one.type() == Scalar.NUMBER)) {
      if (!one.text().isBlank()) {
        return one.text();
      }
      mistakes.add(node.place(), "expected a text, found a blank one", "write it out");
      return "";
    }
    mistakes.add(
        node.place(), "expected a text, found " + node.kind(), "put quotes around what is a text");
    return "";
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  <E extends Enum<E>> E constant(String key, Class<E> type, E otherwise) {
    Node node = values.get(key);
    E constant = node == null ? null : constant(node, type);
    return constant == null ? otherwise : constant;
  }

  /** Several of them. */
  <E extends Enum<E>> List<E> constants(String key, Class<E> type) {
    List<E> found = new ArrayList<>();
    for (Node node : nodes(key)) {
      E constant = constant(node, type);
      if (constant != null) {
        found.add(constant);
      }
    }
    return found;
  }

  private <E extends Enum<E>> @Nullable E constant(Node node, Class<E> type) {
    String word = text(node);
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(word)) {
        return constant;
      }
      known.add(name);
    }
    if (!word.isEmpty()) {
      mistakes.add(node.place(), "'" + word + "' is not a choice here", Words.instead(word, known));
    }
    return null;
  }

  /** Whether a flag is set; absent means no. */
  boolean flag(String key) {
    Node node = values.get(key);
    if (node == null) {
      return false;
    }
    if (node instanceof One one && one.type() == Scalar.BOOLEAN) {
      return one.text().equals("true");
    }
    mistakes.add(
        node.place(), "expected true or false, found " + node.kind(), "write true or false");
    return false;
  }

  /** Texts in order; of a single text, that one. */
  List<String> texts(String key) {
    return nodes(key).stream().map(this::text).filter(text -> !text.isEmpty()).toList();
  }

  /** The texts of a list, or a single one. */
  List<String> each(Node node) {
    List<Node> all = node instanceof Many many ? many.items() : List.of(node);
    return all.stream().map(this::text).toList();
  }

  /** The values of a list; a single value is a list of one. */
  List<Node> nodes(String key) {
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    return node instanceof Many many ? many.items() : List.of(node);
  }

  /** The entries of an object with keys of the author's own. */
  List<Entry> entries(String key) {
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof Keyed keyed) {
      return keyed.entries();
    }
    mistakes.add(
        node.place(), "expected keys and values, found " + node.kind(), "write  name: value");
    return List.of();
  }

  Mistakes mistakes() {
    return mistakes;
  }
}
