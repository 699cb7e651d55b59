package dev.portage.taskflow;

import dev.portage.model.Failure;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * TaskFlow's failures: JSON objects with {@code exc_type_names} (the most derived class first),
 * {@code exception_str}, {@code traceback_str} and {@code causes}.
 */
final class Failures {
  private static final String UNKNOWN = "unknown";

  /** Of the form in which TaskFlow stores failures. */
  private static final int VERSION = 1;

  private Failures() {}

  static @Nullable Failure read(Row row, String column) {
    JsonNode tree = row.tree(column);
    if (tree == null || tree.isNull()) {
      return null;
    }
    if (!tree.isObject()) {
      throw row.corrupt(column, "a failure is not a JSON object", null);
    }
    return failure(tree);
  }

  private static Failure failure(JsonNode tree) {
    List<Failure> causes = new ArrayList<>();
    tree.path("causes").forEach(cause -> causes.add(failure(cause)));
    return new Failure(
        tree.path("exc_type_names").path(0).asString(UNKNOWN),
        tree.path("exception_str").asString(""),
        tree.path("traceback_str").asString(""),
        causes,
        null);
  }

  /** As TaskFlow would store it. */
  static ObjectNode write(Failure failure) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("exception_str", failure.message());
    tree.put("traceback_str", failure.stack());
    tree.putArray("exc_type_names").add(failure.type());
    tree.put("version", VERSION);
    tree.putArray("exc_args");
    ArrayNode causes = tree.putArray("causes");
    failure.causes().forEach(cause -> causes.add(write(cause)));
    return tree;
  }
}
