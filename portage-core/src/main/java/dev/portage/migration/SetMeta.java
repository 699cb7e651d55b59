package dev.portage.migration;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is noted beside a flow changes: its metadata, which no task reads.
 *
 * @param name of one note; null if code changes all of them
 * @param value of that note
 * @param change of a copy of the metadata, pure; null if it is one note
 */
record SetMeta(
    @Nullable String name, @Nullable JsonNode value, @Nullable Consumer<ObjectNode> change)
    implements Beside {
  /** All of the metadata is one thing for the order of steps. */
  static final String FOOTPRINT = "metadata";

  @Override
  public String describe() {
    return "set metadata" + (name == null ? "" : " " + name);
  }

  @Override
  public String line() {
    return name == null ? ".setMeta(meta -> ...)" : ".setMeta(" + Lines.quoted(name) + ", ...)";
  }

  @Override
  public String word() {
    return "set-meta";
  }

  @Override
  public String symbol() {
    return "~";
  }

  @Override
  public Set<String> footprint() {
    return Set.of(FOOTPRINT);
  }

  @Override
  public void rewrite(Rewriting work) {
    ObjectNode copy = work.meta().tree().deepCopy();
    if (name != null && value != null) {
      copy.set(name, value.deepCopy());
    }
    if (change != null) {
      try {
        change.accept(copy);
      } catch (RuntimeException e) {
        throw new MapFailedException(describe(), work.by().name(), e);
      }
    }
    work.meta().replace(copy);
  }
}
