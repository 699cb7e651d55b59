package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What went wrong in a flow, in words: which task failed, in which part of the flow, what had been
 * done before it, what was undone since, what was not, and what never ran. Needs only what is
 * stored; no code, no values.
 */
public final class FailureStory {
  private final FlowRecord stored;
  private final Map<String, String> places = new HashMap<>();

  private FailureStory(FlowRecord stored) {
    this.stored = stored;
    ShapeGroup root = stored.shape().root();
    place(root, root.name());
  }

  /** The story of a stored flow; see {@link #toString}. */
  public static FailureStory of(FlowRecord stored) {
    return new FailureStory(stored);
  }

  private void place(ShapeGroup group, String path) {
    for (ShapeNode child : group.children()) {
      if (child instanceof ShapeGroup subflow) {
        place(subflow, path + " > " + subflow.name());
      } else {
        places.put(child.name(), path);
      }
    }
  }

  /**
   * Several lines of text, indented by two spaces for each level, without a line break at the end.
   */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("flow '").append(stored.id()).append("' (").append(stored.header().flow());
    out.append(") is ").append(stored.header().state());
    List<Told> failed = tellable(atom -> atom.row.execution().failure() != null);
    if (failed.isEmpty()) {
      return out.append("\n  no task has failed").toString();
    }
    Wiring wiring = Wiring.of(stored.shape());
    failed.forEach(atom -> tell(atom, wiring, out));
    list("undone", tellable(Told::isUndone), out);
    left().forEach((name, why) -> out.append("\n  not undone: ").append(name).append(why));
    list("left out", tellable(atom -> atom.row.state() == AtomState.IGNORE), out);
    list("never ran", tellable(Told::neverRan), out);
    return out.toString();
  }

  private void tell(Told atom, Wiring wiring, StringBuilder out) {
    AtomRecord row = atom.row;
    Failure failure = row.execution().failure();
    if (failure == null) {
      return;
    }
    out.append("\n  failed: ").append(row.name()).append(" (in ");
    out.append(places.get(atom.shape.name())).append("), attempt ");
    out.append(row.execution().attempts()).append("\n    ").append(failure.summary());
    failure.causes().forEach(cause -> out.append("\n    because ").append(cause.summary()));
    List<String> before = doneBefore(atom.shape, wiring);
    if (!before.isEmpty()) {
      out.append("\n    done before it: ").append(String.join(", ", before));
    }
  }

  private List<String> doneBefore(ShapeAtom atom, Wiring wiring) {
    Set<String> earlier = wiring.precedence().atomsBefore(atom.name());
    return tellable(
            other -> earlier.contains(other.shape.name()) && other.row.execution().output() != null)
        .stream()
        .map(Told::name)
        .toList();
  }

  /** What was begun and is still there, each with the reason why. */
  private Map<String, String> left() {
    Map<String, String> left = new LinkedHashMap<>();
    for (Told atom : tellable(Told::hasBody)) {
      AtomRecord row = atom.row;
      Failure reversal = row.reversal().failure();
      if (row.state() == AtomState.REVERT_FAILURE && reversal != null) {
        left.put(atom.name(), ", its revert failed: " + reversal.summary());
      } else if (row.state() == AtomState.REVERTED && !atom.shape.reverts()) {
        left.put(atom.name(), ", it has no revert");
      } else if (row.state() == AtomState.SUCCESS || row.state() == AtomState.FAILURE) {
        left.put(atom.name(), ", it is " + row.state());
      } else if (row.state().isInDoubt()) {
        left.put(atom.name(), ", it was " + row.state() + " and nobody knows how far it got");
      }
    }
    return left;
  }

  /** An atom, with what the shape says of it; the template of a fan-out has no body itself. */
  private record Told(ShapeAtom shape, AtomRecord row) {
    String name() {
      return row.name().toString();
    }

    boolean hasBody() {
      return !shape.isFanOut() || !row.name().key().isEmpty();
    }

    boolean isUndone() {
      return hasBody()
          && row.state() == AtomState.REVERTED
          && row.execution().attempts() > 0
          && shape.reverts();
    }

    boolean neverRan() {
      return row.execution().attempts() == 0
          && row.state() != AtomState.IGNORE
          && (hasBody() || FanOutKeys.of(row).keys() == null);
    }
  }

  private List<Told> tellable(Predicate<Told> wanted) {
    List<Told> found = new ArrayList<>();
    for (ShapeAtom atom : stored.shape().inOrder()) {
      found.add(new Told(atom, stored.atom(atom)));
      stored.items(atom).forEach(item -> found.add(new Told(atom, item)));
    }
    found.removeIf(wanted.negate());
    return found;
  }

  private static void list(String what, List<Told> atoms, StringBuilder out) {
    if (!atoms.isEmpty()) {
      out.append("\n  ").append(what).append(": ");
      out.append(String.join(", ", atoms.stream().map(Told::name).toList()));
    }
  }
}
