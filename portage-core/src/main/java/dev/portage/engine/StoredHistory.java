package dev.portage.engine;

import dev.portage.model.Failure;
import dev.portage.model.Retry;
import dev.portage.model.RetryHistory;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.Json;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import dev.portage.store.RecordJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A retry's history as it is stored: an array of {@code {"value": .., "failures": {atom:
 * failure}}}. The value is that of the one slot which the retry provides, or an object of several.
 *
 * <p>Each failure writes all of it again, so what a retry writes in its life grows with the square
 * of its attempts. A failure is a few kilobytes, most of it stack: ten attempts write a third of a
 * megabyte in all, a hundred some thirty. Rows for single attempts would be linear, but a decision
 * and what it was based on would be stored in two places; dropping old stacks would lose what an
 * operator asks for. The store's limit for payloads bounds it; retries that go on for days are
 * better submitted as flows of their own.
 */
final class StoredHistory implements RetryHistory {
  private static final String VALUE = "value";
  private static final String FAILURES = "failures";

  private final ArrayNode attempts;
  private final boolean hasOneSlot;

  private StoredHistory(ArrayNode attempts, boolean hasOneSlot) {
    this.attempts = attempts;
    this.hasOneSlot = hasOneSlot;
  }

  static StoredHistory of(Retry retry, @Nullable Payload history) {
    return new StoredHistory(tree(history), retry.provides().size() == 1);
  }

  private static ArrayNode tree(@Nullable Payload history) {
    if (history == null) {
      return Json.mapper().createArrayNode();
    }
    if (history.tree() instanceof ArrayNode array) {
      return array;
    }
    throw new PayloadException("the history of a retry is not an array", null);
  }

  /** The history after one more attempt has begun. */
  static Payload tried(@Nullable Payload history, Output output) {
    ArrayNode attempts = tree(history);
    ObjectNode bySlot = output.bySlot();
    JsonNode value =
        switch (bySlot.size()) {
          case 0 -> NullNode.instance;
          case 1 -> bySlot.iterator().next();
          default -> bySlot;
        };
    begun(attempts, value);
    return Payload.of(attempts);
  }

  private static ObjectNode begun(ArrayNode attempts, JsonNode value) {
    ObjectNode attempt = attempts.addObject();
    attempt.set(VALUE, value);
    attempt.putObject(FAILURES);
    return attempt;
  }

  /**
   * The history after an atom has failed in the last attempt. A retry that was put round a flow
   * when it had begun already has had an attempt without a value.
   */
  static Payload failed(@Nullable Payload history, String atom, Failure failure) {
    ArrayNode attempts = tree(history);
    JsonNode last =
        attempts.isEmpty() ? begun(attempts, NullNode.instance) : attempts.get(attempts.size() - 1);
    if (!(last.get(FAILURES) instanceof ObjectNode failures)) {
      throw new PayloadException("the history of a retry has an attempt without failures", null);
    }
    failures.set(atom, RecordJson.write(failure));
    return Payload.of(attempts);
  }

  @Override
  public int size() {
    return attempts.size();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> List<@Nullable T> values(Slot<T> slot) {
    List<@Nullable T> values = new ArrayList<>();
    for (JsonNode attempt : attempts) {
      JsonNode value = attempt.path(VALUE);
      values.add((T) Json.value(hasOneSlot ? value : value.path(slot.name()), slot.type()));
    }
    return values;
  }

  @Override
  public Map<String, Failure> failures(int attempt) {
    Map<String, Failure> failures = new TreeMap<>();
    attempts
        .get(attempt)
        .path(FAILURES)
        .properties()
        .forEach(each -> failures.put(each.getKey(), RecordJson.failure(each.getValue())));
    return Collections.unmodifiableMap(failures);
  }

  /** The code of a retry as a task with the same slots, which goes on from here. */
  Task standIn(Retry retry) {
    return Task.named(retry.name())
        .version(retry.version().major(), retry.version().minor())
        .requires(retry.requires().toArray(Slot<?>[]::new))
        .provides(retry.provides().toArray(Slot<?>[]::new))
        .execute(in -> retry.strategy().execute(this, in));
  }
}
