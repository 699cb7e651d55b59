package dev.portage.files;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way of one value into an expression and out again. A number that is only carried, or stands
 * where the same number stood, comes back with the very digits that are stored (12.10 stays 12.10);
 * one that does not fit a double is refused, on either side. Used once.
 */
final class Numbers {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What each number was that the expression may carry elsewhere; by identity, for it is told. */
  private final IdentityHashMap<Object, JsonNode> carried = new IdentityHashMap<>();

  /** As the library takes it. */
  @Nullable Object in(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      object
          .properties()
          .forEach(e -> map.put(e.getKey(), in(e.getValue(), path + "." + e.getKey())));
      return map;
    }
    if (node instanceof ArrayNode array) {
      List<@Nullable Object> list = new ArrayList<>(array.size());
      for (int i = 0; i < array.size(); i++) {
        list.add(in(array.get(i), path + "[" + i + "]"));
      }
      return list;
    }
    if (node.isNumber()) {
      return number(node, path);
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.asString();
  }

  private Object number(JsonNode node, String path) {
    if (!node.isFloatingPointNumber() && node.canConvertToInt()) {
      return node.intValue();
    }
    if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
      throw new ExpressionException(path + " is not a number (NaN or infinite)");
    }
    BigDecimal exact = node.decimalValue();
    if (!Digits.hold(exact)) {
      throw new ExpressionException(
          "the number at "
              + path
              + " has more digits than an expression can carry, and would be rounded");
    }
    Object fresh =
        !node.isFloatingPointNumber() && node.canConvertToLong()
            ? (Object) node.longValue()
            : (Object) exact.doubleValue();
    carried.put(fresh, node);
    return fresh;
  }

  /**
   * As it is stored.
   *
   * @param before what stood at this place; null if nothing did
   */
  private JsonNode out(@Nullable Object value, @Nullable JsonNode before, String path) {
    if (value instanceof Map<?, ?> map) {
      return object(map, before, path);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode();
      for (Object item : list) {
        int i = array.size();
        array.add(out(item, before == null ? null : before.get(i), path + "[" + i + "]"));
      }
      return array;
    }
    if (value instanceof Number number) {
      JsonNode stored = carried.get(number);
      return same(number, stored == null ? before : stored, path);
    }
    if (value instanceof String text) {
      return NODES.stringNode(text);
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value == null) {
      return NODES.nullNode();
    }
    throw new ExpressionException(path + " is a function, expected a value");
  }

  /** Any value; see {@link #out}. */
  JsonNode value(@Nullable Object value, JsonNode before) {
    return out(value, before, "$");
  }

  /** An object; see {@link #out}. */
  ObjectNode object(Map<?, ?> map, @Nullable JsonNode before, String path) {
    ObjectNode object = NODES.objectNode();
    map.forEach(
        (key, item) -> {
          String name = (String) key;
          JsonNode stood = before == null ? null : before.get(name);
          object.set(name, out(item, stood, path + "." + name));
        });
    return object;
  }

  /** Copies that the library makes are of the same value, in other digits. */
  private static JsonNode same(Number number, @Nullable JsonNode stored, String path) {
    boolean isSame =
        stored != null
            && stored.isNumber()
            && Double.isFinite(number.doubleValue())
            && exact(number).compareTo(stored.decimalValue()) == 0;
    return isSame ? Objects.requireNonNull(stored) : reckoned(number, path);
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Double fraction
        ? BigDecimal.valueOf(fraction)
        : BigDecimal.valueOf(number.longValue());
  }

  private static JsonNode reckoned(Number number, String path) {
    double value = number.doubleValue();
    if (!Digits.isSure(value)) {
      throw new ExpressionException(
          "the number at "
              + path
              + " has more digits than an expression reckons with, so it may be rounded;"
              + " $round(.., 2) says to how many");
    }
    if (value != Math.rint(value)) {
      return NODES.numberNode(BigDecimal.valueOf(value));
    }
    long whole = (long) value;
    return whole == (int) whole ? NODES.numberNode((int) whole) : NODES.numberNode(whole);
  }
}
