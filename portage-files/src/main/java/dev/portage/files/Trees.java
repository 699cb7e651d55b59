package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.files.Node.Keyed;
import dev.portage.files.Node.Many;
import dev.portage.files.Node.One;
import dev.portage.store.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that stand in a document, as JSON: numbers keep every digit. */
final class Trees {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Mistakes mistakes;

  Trees(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** An object from slot name to value; empty, and a mistake, if it is none. */
  ObjectNode slots(Node node) {
    if (node instanceof Keyed keyed) {
      return object(keyed);
    }
    mistakes.add(
        node.place(),
        "expected slots and their values, found " + node.kind(),
        "write  slot: value");
    return NODES.objectNode();
  }

  private ObjectNode object(Keyed keyed) {
    ObjectNode out = NODES.objectNode();
    for (Entry entry : keyed.entries()) {
      out.set(entry.key(), value(entry.value()));
    }
    return out;
  }

  /** Any value. */
  JsonNode value(Node node) {
    if (node instanceof Keyed keyed) {
      return object(keyed);
    }
    if (node instanceof Many many) {
      ArrayNode out = NODES.arrayNode();
      many.items().forEach(item -> out.add(value(item)));
      return out;
    }
    One one = (One) node;
    return switch (one.type()) {
      case TEXT -> NODES.stringNode(one.text());
      case BOOLEAN -> NODES.booleanNode(one.text().equals("true"));
      case NULL -> NODES.nullNode();
      case NUMBER -> number(one);
    };
  }

  private JsonNode number(One one) {
    try {
      return Json.mapper().readTree(one.text());
    } catch (JacksonException e) {
      mistakes.add(one.place(), "this number is too long to be read", "put quotes around a text");
      return NODES.nullNode();
    }
  }
}
