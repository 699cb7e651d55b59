package dev.portage.migration;

import dev.portage.model.Names;
import dev.portage.shape.AtomSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What moves do to each stored task, all taken together. */
final class TaskMoves {
  /** Stands for what is stored of no task: inputs and metadata. No task can be called so. */
  private static final String FLOW = "[the flow]";

  /** Where among the other operations versions change: a reset before or after is not the same. */
  private static final String CONVERTED = "(version)";

  private TaskMoves() {}

  /**
   * What is done to one task in the end.
   *
   * @param names what it is called afterwards, sorted; none if it is gone
   * @param version from where to where, and what becomes of its output; null if it stays
   * @param others what else is done to it, in order
   */
  record Net(List<String> names, @Nullable Versions version, List<String> others) {
    static final Net NONE = new Net(List.of(), null, List.of());

    @Override
    public String toString() {
      List<String> words = new ArrayList<>(others);
      words.remove(CONVERTED);
      if (version != null) {
        words.add(version.toString());
      }
      if (!names.isEmpty()) {
        words.add("now " + String.join(", ", names));
      }
      return words.isEmpty() ? "nothing" : "'" + String.join("; ", words) + "'";
    }
  }

  /** What becomes of an output. The weakest word wins: what one change leaves unsaid stays so. */
  enum Care {
    KEPT,
    MAPPED,
    UNSAID;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A change of version, or several in a row.
   *
   * @param inDoubt what the first of them does that has to decide; null if none has
   */
  record Versions(
      @Nullable String from, @Nullable String to, Care care, @Nullable InDoubt inDoubt) {
    static Versions of(ChangeVersion change) {
      OutputMap map = change.map();
      boolean kept = map == OutputMap.SAME || (map == null && change.isMinor());
      Care care = kept ? Care.KEPT : map == null ? Care.UNSAID : Care.MAPPED;
      InDoubt inDoubt = change.isMinor() ? null : change.inDoubt();
      return new Versions(change.from(), change.to(), care, inDoubt);
    }

    Versions then(Versions next) {
      Care both = care.compareTo(next.care) > 0 ? care : next.care;
      return new Versions(from, next.to, both, inDoubt == null ? next.inDoubt : inDoubt);
    }

    @Override
    public String toString() {
      String doubt = inDoubt == null ? "" : ", in doubt " + inDoubt.choice();
      return "version " + from + " -> " + to + ", output " + care + doubt;
    }
  }

  /** Follows moves. Used by one thread. */
  private static final class Trail {
    private final Draft at;
    private final Descent descent = new Descent();
    private final Map<String, Versions> versions = new TreeMap<>(Names.BY_UTF8);
    private final Map<String, List<String>> others = new TreeMap<>(Names.BY_UTF8);

    Trail(AtomSet from, AtomSet target) {
      this.at = new Draft(from, target);
    }

    void take(Operation operation) {
      Fit fit = operation.fit(at);
      if (fit.isNeutral()) {
        String text = StepDigest.text(operation, name -> name);
        others.computeIfAbsent(FLOW, name -> new ArrayList<>()).add(text);
      }
      if (!fit.applies()) {
        return;
      }
      for (String source : operation.sources()) {
        String stored = Objects.requireNonNullElse(descent.origin(source), source);
        List<String> words = others.computeIfAbsent(stored, name -> new ArrayList<>());
        if (operation instanceof ChangeVersion change) {
          convert(stored, change);
          if (words.isEmpty() || !words.get(words.size() - 1).equals(CONVERTED)) {
            words.add(CONVERTED);
          }
        } else if (!(operation instanceof Rename)) {
          words.add(StepDigest.text(operation, text -> neutral(operation, text)));
        }
      }
      operation.apply(at);
      operation.trace(descent);
    }

    /**
     * A version of a part that is not left unsaid could as well be the one that it is born with.
     */
    private void convert(String stored, ChangeVersion change) {
      Versions versionsNow = Versions.of(change);
      if (descent.now(stored).size() == 1 || versionsNow.care() == Care.UNSAID) {
        versions.merge(stored, versionsNow, Versions::then);
      }
    }

    /** Names in between do not matter: sources by what is stored, what is made by its end. */
    private String neutral(Operation operation, String text) {
      if (operation.sources().contains(text)) {
        return Objects.requireNonNullElse(descent.origin(text), text);
      }
      return operation.creates().contains(text) ? "" : text;
    }

    Map<String, Net> net() {
      Map<String, Net> net = new TreeMap<>(Names.BY_UTF8);
      others.forEach(
          (task, words) -> {
            List<String> names = descent.now(task).stream().sorted(Names.BY_UTF8).toList();
            net.put(task, new Net(names, versions.get(task), List.copyOf(words)));
          });
      return net;
    }
  }

  /** By stored name: what these moves do to the atoms. */
  static Map<String, Net> of(AtomSet from, AtomSet target, Collection<Move> moves) {
    Trail trail = new Trail(from, target);
    moves.forEach(move -> move.operations().forEach(trail::take));
    return trail.net();
  }

  /** Every task that one of them touches. */
  static SortedSet<String> both(Map<String, Net> some, Map<String, Net> others) {
    SortedSet<String> all = new TreeSet<>(Names.BY_UTF8);
    all.addAll(some.keySet());
    all.addAll(others.keySet());
    return all;
  }
}
