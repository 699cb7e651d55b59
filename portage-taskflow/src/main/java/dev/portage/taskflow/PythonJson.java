package dev.portage.taskflow;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSON text as Python's {@code json.dumps} writes it: in ASCII, a space after comma and colon. */
final class PythonJson {
  /** Python writes fractions with an exponent outside of this many digits. */
  private static final int MOST_DIGITS = 16;

  private static final int MOST_ZEROS = 4;

  private final StringBuilder out = new StringBuilder();

  private PythonJson() {}

  static String write(JsonNode tree) {
    PythonJson json = new PythonJson();
    json.value(tree);
    return json.out.toString();
  }

  private void value(JsonNode node) {
    if (node.isObject()) {
      object(node);
    } else if (node.isArray()) {
      array(node);
    } else if (node.isString()) {
      text(node.stringValue());
    } else if (node.isFloatingPointNumber()) {
      fraction(node);
    } else {
      out.append(node.isNumber() ? node.bigIntegerValue().toString() : node.asString("null"));
    }
  }

  private void object(JsonNode object) {
    out.append('{');
    Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> member = members.next();
      text(member.getKey());
      out.append(": ");
      value(member.getValue());
      out.append(members.hasNext() ? ", " : "");
    }
    out.append('}');
  }

  private void array(JsonNode array) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      value(array.get(i));
    }
    out.append(']');
  }

  /** Digits of a decimal fraction are kept as they are. */
  private void fraction(JsonNode node) {
    if (node.isBigDecimal()) {
      out.append(node.decimalValue().toString().toLowerCase(Locale.ROOT));
      return;
    }
    double value = node.doubleValue();
    if (Double.isNaN(value)) {
      out.append("NaN");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "Infinity" : "-Infinity");
    } else {
      BigDecimal exact = BigDecimal.valueOf(value);
      int digits = exact.precision() - exact.scale();
      boolean isPlain = value == 0 || (digits <= MOST_DIGITS && digits > -MOST_ZEROS);
      String text = isPlain ? exact.toPlainString() : exact.toString();
      out.append(text.toLowerCase(Locale.ROOT));
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || c > '~' + 1) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
