package dev.portage.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which a flow can go that does one thing at a time: what is to be reverted, or
 * tried again, before what is to be executed; the highest priority first; executing as declared,
 * reverting backwards.
 */
final class SerialRun {
  private final ReferenceModel model;
  private final List<String> bodies = new ArrayList<>();

  SerialRun(ReferenceModel model) {
    this.model = model;
    takeSilent();
    for (String next = next(); next != null; next = next()) {
      String body = model.mayRevert(next) ? "revert" : "execute";
      model.begin(next);
      if (model.hasBody(next) && (body.equals("revert") || !model.isStarved(next))) {
        bodies.add(body + " " + next + " " + model.flow().at(next).attempts);
      }
      takeSilent();
      model.end(next);
      takeSilent();
    }
  }

  /** What needs no body is done whenever it is its turn, also while a body runs. */
  private void takeSilent() {
    String next = next();
    while (next != null && model.isSilent(next)) {
      model.take(next);
      next = next();
    }
  }

  private @Nullable String next() {
    List<String> forwards = new ArrayList<>(model.flow().names());
    List<String> backwards = new ArrayList<>();
    forwards.forEach(atom -> backwards.add(0, atom));
    String undone = first(backwards, atom -> model.mayRevert(atom) || model.mayRetry(atom));
    return undone == null ? first(forwards, model::mayExecute) : undone;
  }

  private @Nullable String first(List<String> atoms, Predicate<String> wanted) {
    String first = null;
    for (String atom : atoms) {
      if (wanted.test(atom) && (first == null || priority(atom) > priority(first))) {
        first = atom;
      }
    }
    return first;
  }

  private int priority(String atom) {
    return model.flow().declared(atom).priority();
  }

  /** Where it has come to. */
  ReferenceModel end() {
    return model;
  }

  /** The bodies of tasks that ran, in order, each with its attempt. */
  List<String> bodies() {
    return bodies;
  }
}
