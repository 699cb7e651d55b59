package dev.portage.testkit.migration;

import dev.portage.store.Json;
import dev.portage.store.PayloadException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes up values of Java types, as JSON: plain ones, records of them, and lists of two. */
final class SampleValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 6;
  private static final int ELEMENTS = 2;

  private static final Map<Class<?>, Object> KNOWN =
      Map.ofEntries(
          Map.entry(BigDecimal.class, new BigDecimal("1.50")),
          Map.entry(BigInteger.class, BigInteger.TEN),
          Map.entry(Instant.class, Instant.parse("2026-03-01T12:00:00Z")),
          Map.entry(LocalDate.class, LocalDate.of(2026, 3, 1)),
          Map.entry(Duration.class, Duration.ofMinutes(5)),
          Map.entry(UUID.class, new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L)));

  private int number;

  /** A value that survives being read as that type and written again; null if none is known. */
  static JsonNode of(Type type) {
    try {
      JsonNode made = new SampleValues().make(type, 0);
      return Json.tree(Json.value(made, type));
    } catch (PayloadException e) {
      return NODES.nullNode(); // a type with rules of its own, for which the set-up says a value
    }
  }

  private JsonNode make(Type type, int depth) {
    if (depth > DEEPEST) {
      return NODES.nullNode();
    }
    if (type instanceof ParameterizedType parameterized) {
      return parameterized(parameterized, depth);
    }
    if (!(type instanceof Class<?> plain)) {
      return NODES.nullNode();
    }
    if (plain == String.class || plain == Object.class || plain == CharSequence.class) {
      return NODES.stringNode("sample-" + ++number);
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return NODES.booleanNode(true);
    }
    if (plain.isPrimitive() || Number.class.isAssignableFrom(plain)) {
      Object known = KNOWN.get(plain);
      return known == null ? NODES.numberNode(++number) : Json.tree(known);
    }
    if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants.length == 0 ? NODES.nullNode() : Json.tree(constants[0]);
    }
    if (plain.isRecord()) {
      return record(plain, depth);
    }
    return KNOWN.containsKey(plain) || Temporal.class.isAssignableFrom(plain)
        ? Json.tree(KNOWN.get(plain))
        : NODES.nullNode();
  }

  private JsonNode record(Class<?> plain, int depth) {
    ObjectNode object = NODES.objectNode();
    for (RecordComponent part : plain.getRecordComponents()) {
      object.set(part.getName(), make(part.getGenericType(), depth + 1));
    }
    return object;
  }

  private JsonNode parameterized(ParameterizedType type, int depth) {
    List<Type> arguments = List.of(type.getActualTypeArguments());
    if (!(type.getRawType() instanceof Class<?> raw)) {
      return NODES.nullNode();
    }
    if (Collection.class.isAssignableFrom(raw) && arguments.size() == 1) {
      ArrayNode list = NODES.arrayNode();
      for (int i = 0; i < ELEMENTS; i++) {
        list.add(make(arguments.get(0), depth + 1));
      }
      return list;
    }
    if (Map.class.isAssignableFrom(raw) && arguments.size() == 2) {
      return NODES.objectNode().set("key", make(arguments.get(1), depth + 1));
    }
    return NODES.nullNode();
  }
}
