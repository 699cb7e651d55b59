package dev.portage.jdbc;

import dev.portage.store.FixedTime;
import dev.portage.store.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ArrayNode;

/** How times and lists of names are written as text, and read again. */
final class StoredText {
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /**
   * Messages of exceptions may hold half a surrogate pair, which no database can keep unescaped.
   */
  private static final ObjectWriter ASCII =
      Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private StoredText() {}

  /** The text itself, if every database can keep it unchanged. */
  static String name(String text) {
    if (!isKeepable(text)) {
      throw new IllegalArgumentException(
          "a text to be stored has a NUL character or half a surrogate pair: '"
              + text.replace('\0', '?')
              + "'");
    }
    return text;
  }

  private static boolean isKeepable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at == '\0' || Character.isLowSurrogate(at)) {
        return false;
      }
      if (Character.isHighSurrogate(at)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  static @Nullable String nameOrNull(@Nullable String text) {
    return text == null ? null : name(text);
  }

  static @Nullable String time(@Nullable Instant at) {
    if (at == null) {
      return null;
    }
    if (at.isBefore(EARLIEST) || at.isAfter(END)) {
      throw new IllegalArgumentException(
          "a time to be stored is in the years 0 to 9999, found " + at);
    }
    return FixedTime.format(at);
  }

  static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Instant quick = FixedTime.parse(text);
    return quick == null ? Instant.parse(text) : quick;
  }

  static String names(Collection<String> names) {
    String plain = plainNames(names);
    if (plain != null) {
      return plain;
    }
    ArrayNode array = Json.mapper().createArrayNode();
    names.forEach(name -> array.add(name(name)));
    return array.toString();
  }

  /** The same for names that JSON writes as they are, as most are; null if one is not so. */
  private static @Nullable String plainNames(Collection<String> names) {
    StringBuilder array = new StringBuilder("[");
    for (String name : names) {
      for (int i = 0; i < name.length(); i++) {
        char at = name.charAt(i);
        if (at < ' ' || at > '~' || at == '"' || at == '\\') {
          return null;
        }
      }
      array.append(array.length() == 1 ? "\"" : ",\"").append(name).append('"');
    }
    return array.append(']').toString();
  }

  static List<String> names(String text) {
    JsonNode tree = Json.mapper().readTree(text);
    if (!tree.isArray() || !tree.valueStream().allMatch(JsonNode::isString)) {
      throw new IllegalArgumentException("expected a JSON array of texts");
    }
    List<String> names = new ArrayList<>();
    tree.forEach(name -> names.add(name.stringValue()));
    return names;
  }

  /** JSON text of ASCII characters only. */
  static String ascii(JsonNode tree) {
    return ASCII.writeValueAsString(tree);
  }
}
