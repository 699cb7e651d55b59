package dev.portage.engine;

import dev.portage.model.FanOut;
import dev.portage.model.FlowException;
import dev.portage.model.Names;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The elements of a fan-out's list by their keys, in order. Immutable. */
final class Spread {
  private static final int MOST_NAMED = 5;

  private final String task;
  private final Map<String, JsonNode> elements;

  private Spread(String task, Map<String, JsonNode> elements) {
    this.task = task;
    this.elements = elements;
  }

  /**
   * Reads a list.
   *
   * @param list gives the stored value of the slot that holds it; not asked if the code gives it
   * @throws FlowException if it is no list, or does not give each element a name of its own; says
   *     which
   */
  static Spread of(Task task, Supplier<@Nullable JsonNode> list) {
    FanOut<?> fanOut = Objects.requireNonNull(task.fanOut());
    return of(task.name(), fanOut, fanOut.values() == null ? list.get() : given(task, fanOut));
  }

  private static JsonNode given(Task task, FanOut<?> fanOut) {
    List<JsonNode> values = new ArrayList<>();
    for (Object value : Objects.requireNonNull(fanOut.values())) {
      values.add(SlotValues.proven("task '" + task.name() + "'", fanOut.element(), value));
    }
    return Json.mapper().createArrayNode().addAll(values);
  }

  private static Spread of(String task, FanOut<?> fanOut, @Nullable JsonNode list) {
    if (list == null || !list.isArray()) {
      throw new FlowException(
          "task '"
              + task
              + "' stands for the elements of "
              + described(fanOut.list())
              + ", which is "
              + (list == null ? "not there" : "a " + list.getNodeType())
              + "; provide a list, empty if there is nothing to do");
    }
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (JsonNode element : list) {
      number++;
      try {
        String key = key(fanOut, element);
        if (elements.putIfAbsent(key, element) != null) {
          problems.add("element " + number + " has the key '" + key + "' of an earlier one");
        }
      } catch (Throwable thrown) { // user code, or an element that is not of the slot's type
        problems.add("element " + number + " has no key: " + thrown);
      }
    }
    if (!problems.isEmpty()) {
      throw new FlowException(
          "task '"
              + task
              + "' cannot tell the elements of "
              + described(fanOut.list())
              + " apart:\n  "
              + String.join("\n  ", problems.subList(0, Math.min(MOST_NAMED, problems.size())))
              + (problems.size() > MOST_NAMED
                  ? "\n  and " + (problems.size() - MOST_NAMED) + " more"
                  : "")
              + "\n  next: give each element a key of its own, with .keyedBy(..)");
    }
    return new Spread(task, elements);
  }

  private static String described(@Nullable Slot<?> list) {
    return list == null ? "a list in the code" : "slot '" + list.name() + "'";
  }

  private static String key(FanOut<?> fanOut, JsonNode element) {
    Object value = Json.value(element, fanOut.element().type());
    String key = value == null ? null : fanOut.keyOf(value);
    if (key == null) {
      throw new FlowException(value == null ? "it is null" : "the key is null");
    }
    Names.objectionTo(key)
        .ifPresent(
            why -> {
              throw new FlowException(why.replace("the name", "the key"));
            });
    return key;
  }

  /** The keys, in the order of the list. */
  List<String> keys() {
    return List.copyOf(elements.keySet());
  }

  /**
   * The element of a key.
   *
   * @throws FlowException if the list has none
   */
  JsonNode element(String key) {
    JsonNode element = elements.get(key);
    if (element == null) {
      throw new FlowException(
          "'"
              + task
              + "["
              + key
              + "]' is stored, and its list has no element of that key now, only "
              + elements.size()
              + " others"
              + "\n  next: let the key of an element be what it was when the flow was stored");
    }
    return element;
  }
}
