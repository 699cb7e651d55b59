package dev.portage.store;

import dev.portage.model.Failure;
import dev.portage.model.Problem;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of one object of a flow document. Each is asked for once; what is left is wrong. */
final class DocumentFields {
  private final ObjectNode node;
  private final String path;
  private final Set<String> left;

  /** One part of a document that is not what it should be. */
  static final class MistakeException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    MistakeException(String path, String sentence, String remedy) {
      super(sentence);
      this.problem = new Problem(path, sentence, remedy);
    }

    Problem problem() {
      return problem;
    }
  }

  private DocumentFields(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
    this.left = new TreeSet<>(node.propertyNames());
  }

  /**
   * The members of what should be an object.
   *
   * @param path where it stands, for mistakes
   */
  static DocumentFields of(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      return new DocumentFields(object, path);
    }
    throw new MistakeException(
        path, "is " + words(node) + ", expected an object", "see the format of flow documents");
  }

  private static String words(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  String path() {
    return path;
  }

  boolean has(String name) {
    return node.has(name);
  }

  private MistakeException mistake(String name, String sentence) {
    return new MistakeException(path + "/" + name, sentence, "see the format of flow documents");
  }

  /** The member of that name; null if there is none. */
  @Nullable JsonNode take(String name) {
    left.remove(name);
    return node.get(name);
  }

  /** The member of that name, which must be there. */
  JsonNode get(String name) {
    JsonNode value = take(name);
    if (value == null) {
      throw mistake(name, "is missing");
    }
    return value;
  }

  String text(String name) {
    return text(name, get(name));
  }

  @Nullable String textOrNull(String name) {
    JsonNode value = take(name);
    return value == null ? null : text(name, value);
  }

  private String text(String name, JsonNode value) {
    if (!value.isString()) {
      throw mistake(name, "is " + words(value) + ", expected a text");
    }
    return value.stringValue();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    list(name).forEach(each -> texts.add(text(name, each)));
    return texts;
  }

  /** The members of an array; none if it is not there. */
  List<JsonNode> list(String name) {
    JsonNode value = take(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw mistake(name, "is " + words(value) + ", expected an array");
    }
    return value.valueStream().toList();
  }

  long number(String name) {
    JsonNode value = get(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw mistake(name, "is " + words(value) + ", expected a whole number");
    }
    return value.longValue();
  }

  <E extends Enum<E>> E word(String name, Class<E> type) {
    String word = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word)) {
        return constant;
      }
    }
    throw mistake(name, "is '" + word + "', expected one of " + List.of(type.getEnumConstants()));
  }

  @Nullable Instant instant(String name) {
    String text = textOrNull(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw mistake(name, "is '" + text + "', expected a moment such as 2026-03-01T12:00:00Z");
    }
  }

  @Nullable Failure failure(String name) {
    JsonNode value = take(name);
    try {
      return value == null ? null : RecordJson.failure(value);
    } catch (PayloadException e) {
      throw mistake(name, "is no failure with type, message, stack, causes and at");
    }
  }

  /** A value, however it stands there. */
  @Nullable Payload payloadOrNull(String name) {
    JsonNode tree = take(name);
    JsonNode stored = take(name + FlowDocumentText.STORED);
    if (tree != null && stored != null) {
      throw mistake(name, "is there twice, once with " + FlowDocumentText.STORED);
    }
    if (tree != null) {
      return Payload.of(tree);
    }
    try {
      return stored == null ? null : RecordJson.payload(stored);
    } catch (PayloadException e) {
      throw mistake(name + FlowDocumentText.STORED, "is no value with codec and text or base64");
    }
  }

  Payload payload(String name) {
    Payload payload = payloadOrNull(name);
    if (payload == null) {
      throw mistake(name, "is missing");
    }
    return payload;
  }

  /** Refuses members that nobody asked for. */
  void end() {
    if (!left.isEmpty()) {
      throw new MistakeException(
          path, "has members that are not known: " + left, "take them out, or mend their names");
    }
  }
}
