package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.store.AtomRecord;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever is stored of a flow that names atoms, beside the rows' own names, follows them here, in
 * the exchange that changes the names. Whoever stores names elsewhere adds it to {@link #follow},
 * so that no operation has to know of it. Today these are the failures in the histories of retries.
 */
final class NameHolders {
  /** Begin what no atom can be called. */
  private static final String GONE = "[dropped";

  private static final String MERGED = "[merged";

  private final String flow;
  private final Descent descent;

  NameHolders(String flow, Descent descent) {
    this.flow = flow;
    this.descent = descent;
  }

  /**
   * Rewrites what names an atom that has another name now, or none; anything else stays byte for
   * byte.
   *
   * @throws CorruptRecordException if it cannot be read where that is needed
   */
  void follow(SortedMap<AtomName, AtomRecord> rows) {
    if (!descent.isEmpty()) {
      rows.replaceAll((name, row) -> row.history() == null ? row : remembering(row));
    }
  }

  private AtomRecord remembering(AtomRecord row) {
    try {
      JsonNode history = row.history() == null ? null : row.history().tree();
      return history != null && rewrite(history) ? row.remembering(Payload.of(history)) : row;
    } catch (PayloadException e) {
      throw new CorruptRecordException(
          flow, "the history of retry '" + row.name() + "'", String.valueOf(e.getMessage()), e);
    }
  }

  private boolean rewrite(JsonNode history) {
    if (!(history instanceof ArrayNode attempts)) {
      throw new PayloadException("found " + history.getNodeType() + ", expected an array", null);
    }
    boolean changed = false;
    for (JsonNode attempt : attempts) {
      if (!(attempt instanceof ObjectNode object
          && object.get("failures") instanceof ObjectNode failures)) {
        throw new PayloadException("an attempt is not {\"value\": .., \"failures\": {..}}", null);
      }
      if (failures.propertyStream().anyMatch(each -> isMoved(each.getKey()))) {
        object.set("failures", moved(failures));
        changed = true;
      }
    }
    return changed;
  }

  private static String template(String atom) {
    int key = atom.indexOf('[');
    return key > 0 ? atom.substring(0, key) : atom;
  }

  private boolean isMoved(String atom) {
    return descent.isTold(template(atom));
  }

  /** The same failures under the names of today; none is lost, whatever their names. */
  private ObjectNode moved(ObjectNode failures) {
    Set<String> taken = new HashSet<>();
    failures.propertyNames().stream()
        .filter(this::isMoved)
        .forEach(atom -> taken.addAll(names(atom)));
    ObjectNode moved = JsonNodeFactory.instance.objectNode();
    failures.forEachEntry(
        (atom, failure) -> {
          List<String> names = isMoved(atom) ? names(atom) : List.of(atom);
          if (names.isEmpty() || (!isMoved(atom) && taken.contains(atom))) {
            moved.set(marked(GONE, atom, failures, moved), failure);
          } else {
            place(failure, names, moved, () -> marked(MERGED, atom, failures, moved));
          }
        });
    return moved;
  }

  /** Of tasks that were merged only one can have the name; another's failure is marked as well. */
  private static void place(
      JsonNode failure, List<String> names, ObjectNode moved, Supplier<String> marked) {
    List<String> free = names.stream().filter(name -> !moved.has(name)).toList();
    free.forEach(name -> moved.set(name, failure));
    if (free.size() < names.size()) {
      moved.set(marked.get(), failure);
    }
  }

  private List<String> names(String atom) {
    String template = template(atom);
    String key = atom.substring(template.length());
    return descent.now(template).stream().map(name -> name + key).toList();
  }

  private static String marked(String mark, String atom, ObjectNode before, ObjectNode after) {
    String marked = mark + "] " + atom;
    for (int i = 2; before.has(marked) || after.has(marked); i++) {
      marked = mark + " " + i + "] " + atom;
    }
    return marked;
  }
}
