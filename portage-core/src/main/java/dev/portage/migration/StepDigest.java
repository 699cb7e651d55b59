package dev.portage.migration;

import dev.portage.model.Names;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.ShapeAtom;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A hash over what the operations of a step say, so that a step that was changed after flows went
 * through it is noticed. Code counts by being there, unless it is {@link Written}: what it does
 * cannot be read off it.
 */
final class StepDigest {
  private static final String CODE = "code";
  private static final Set<String> OURS =
      Set.of(StepDigest.class.getPackageName(), ShapeAtom.class.getPackageName());

  private final UnaryOperator<String> names;

  private StepDigest(UnaryOperator<String> names) {
    this.names = names;
  }

  /** The digest of operations in order: {@code s1:} and 64 hexadecimal digits. */
  static String of(List<Operation> operations) {
    String text =
        operations.stream()
            .map(operation -> text(operation, name -> name))
            .collect(Collectors.joining("\n", "steps/1\n", "\n"));
    return "s1:" + Fingerprint.digest(text);
  }

  /**
   * Everything that an operation says, on one line; what is not said is left out, so that a choice
   * that did not exist when a step was written does not change it.
   *
   * @param names what each text is to be called
   */
  static String text(Operation operation, UnaryOperator<String> names) {
    return new StepDigest(names).text(operation);
  }

  private String text(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value == OutputMap.SAME) {
      return "same";
    }
    if (value instanceof String text) {
      return quoted(names.apply(text));
    }
    if (value instanceof Enum<?> word) {
      return word.name();
    }
    if (value instanceof Written written) {
      return quoted(written.source());
    }
    if (value instanceof Record parts) {
      return isOurs(parts) ? record(parts) : CODE;
    }
    if (value instanceof JsonNode json) {
      return json(json);
    }
    return value instanceof Number || value instanceof Boolean ? value.toString() : many(value);
  }

  private String many(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + ":" + text(entry.getValue()))
          .sorted(Names.BY_UTF8)
          .collect(Collectors.joining(" ", "{", "}"));
    }
    if (value instanceof Collection<?> each) {
      List<String> texts = each.stream().map(this::text).toList();
      return (value instanceof Set ? texts.stream().sorted(Names.BY_UTF8) : texts.stream())
          .collect(Collectors.joining(" ", "[", "]"));
    }
    return CODE;
  }

  private String record(Record parts) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (RecordComponent component : parts.getClass().getRecordComponents()) {
      Object value = value(component, parts);
      if (value != null && !(value instanceof Boolean said && !said)) {
        texts.put(component.getName(), text(value));
      }
    }
    return parts.getClass().getSimpleName()
        + texts.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" ", "(", ")"));
  }

  /** Of code that others wrote as a record nothing is read either. */
  private static boolean isOurs(Record parts) {
    return OURS.contains(parts.getClass().getPackageName());
  }

  private static @Nullable Object value(RecordComponent component, Record parts) {
    try {
      return component.getAccessor().invoke(parts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("our own records can be read: " + component, e);
    }
  }

  private String json(JsonNode value) {
    if (value.isObject()) {
      SortedMap<String, String> texts = new TreeMap<>(Names.BY_UTF8);
      value.properties().forEach(entry -> texts.put(entry.getKey(), json(entry.getValue())));
      return texts.entrySet().stream()
          .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value.isArray()
        ? value.valueStream().map(this::json).collect(Collectors.joining(",", "[", "]"))
        : value.toString();
  }

  /** With its length, so that no text looks like two. */
  private static String quoted(String text) {
    return text.length() + "'" + text + "'";
  }
}
