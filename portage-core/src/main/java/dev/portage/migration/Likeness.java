package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.shape.Precedence;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How alike two atoms are, one of a stored shape and one of today's: what they read and provide,
 * what is behind them, what stands beside them, their names, and what else they declare. What is
 * not known of either does not count, and the rest weighs more.
 */
final class Likeness {
  private static final double SLOTS = 0.30;
  private static final double CODE = 0.25;
  private static final double NEIGHBOURS = 0.20;
  private static final double NAME = 0.15;
  private static final double FLAGS = 0.10;

  /** From here on it is worth a word. */
  private static final double ALIKE = 0.3;

  private static final Pattern TOKEN = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+");

  private final Side stored;
  private final Side target;
  private final Map<String, Integer> uses = new HashMap<>();

  /** An atom's surroundings in one of the two shapes. */
  private record Side(
      Precedence order, Map<String, Set<String>> tokens, Map<String, String> code) {}

  Likeness(Shape stored, Shape target, StepDraft.Implementations known) {
    this.stored = side(stored, known.stored());
    this.target = side(target, known.target());
  }

  private Side side(Shape shape, Map<String, String> code) {
    Map<String, Set<String>> tokens = new HashMap<>();
    for (ShapeAtom atom : shape.atoms().all()) {
      Set<String> words = tokens(atom.name());
      tokens.put(atom.name(), words);
      words.forEach(word -> uses.merge(word, 1, Integer::sum));
    }
    return new Side(Wiring.of(shape).precedence(), tokens, code);
  }

  private static Set<String> tokens(String name) {
    Set<String> words = new TreeSet<>();
    Matcher word = TOKEN.matcher(name);
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** Adds up what is known. */
  private static final class Score {
    private double sum;
    private double weight;

    void add(double of, double value) {
      if (!Double.isNaN(value)) {
        sum += of * value;
        weight += of;
      }
    }

    double mean() {
      return weight == 0 ? 0 : sum / weight;
    }
  }

  /**
   * From 0 to 1.
   *
   * @param kept what is known already: stored names to today's
   */
  double of(ShapeAtom gone, ShapeAtom fresh, Map<String, String> kept) {
    if (gone.kind() != fresh.kind() || gone.isFanOut() != fresh.isFanOut()) {
      return 0;
    }
    Score score = new Score();
    score.add(SLOTS, slots(gone, fresh));
    score.add(CODE, code(gone, fresh));
    score.add(NEIGHBOURS, neighbours(gone.name(), fresh.name(), kept));
    score.add(NAME, name(gone.name(), fresh.name()));
    score.add(FLAGS, flags(gone, fresh));
    return score.mean();
  }

  /** What they have in common, in a few words. */
  String why(ShapeAtom gone, ShapeAtom fresh, Map<String, String> kept) {
    List<String> words = new ArrayList<>();
    note(words, "slots", slots(gone, fresh));
    note(words, "code", code(gone, fresh));
    note(words, "neighbours", neighbours(gone.name(), fresh.name(), kept));
    note(words, "name", name(gone.name(), fresh.name()));
    return words.isEmpty() ? "little in common" : String.join(", ", words);
  }

  private static void note(List<String> words, String what, double value) {
    if (value >= ALIKE) {
      words.add((value == 1 ? "same " : "similar ") + what);
    }
  }

  /** What they read and provide; unknown if neither does either. */
  private static double slots(ShapeAtom gone, ShapeAtom fresh) {
    Set<String> some = new HashSet<>();
    Set<String> others = new HashSet<>();
    gone.reads().forEach(slot -> some.add("< " + slot));
    gone.provides().forEach(slot -> some.add("> " + slot));
    fresh.reads().forEach(slot -> others.add("< " + slot));
    fresh.provides().forEach(slot -> others.add("> " + slot));
    return jaccard(some, others);
  }

  private double code(ShapeAtom gone, ShapeAtom fresh) {
    String before = stored.code.get(gone.name());
    String after = target.code.get(fresh.name());
    if (before == null || after == null) {
      return Double.NaN;
    }
    return before.equals(after) ? 1 : 0;
  }

  /** Those beside them that were kept, whatever stands between; unknown if there are none. */
  private double neighbours(String gone, String fresh, Map<String, String> kept) {
    Score score = new Score();
    Set<String> known = new HashSet<>(kept.values());
    for (boolean before : new boolean[] {true, false}) {
      Set<String> was = new HashSet<>();
      for (String name : beside(stored.order, gone, before, kept.keySet())) {
        was.add(kept.getOrDefault(name, name));
      }
      score.add(1, jaccard(was, beside(target.order, fresh, before, known)));
    }
    return score.weight == 0 ? Double.NaN : score.mean();
  }

  /** The nearest known atoms before or after it. */
  private static Set<String> beside(
      Precedence order, String atom, boolean before, Set<String> known) {
    Set<String> names = new HashSet<>();
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(order.node(atom));
    while (!open.isEmpty()) {
      int node = open.remove();
      for (int next : before ? order.predecessors(node) : order.successors(node)) {
        if (!seen.add(next)) {
          continue;
        }
        if (next < order.atomCount() && known.contains(order.atom(next).name())) {
          names.add(order.atom(next).name());
        } else {
          open.add(next);
        }
      }
    }
    return names;
  }

  /** Words that few names have say more than those that many have. */
  private double name(String gone, String fresh) {
    Set<String> some = stored.tokens.getOrDefault(gone, Set.of());
    Set<String> others = target.tokens.getOrDefault(fresh, Set.of());
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    double shared = 0;
    double total = 0;
    for (String word : all) {
      double weight = 1.0 / uses.getOrDefault(word, 1);
      total += weight;
      shared += some.contains(word) && others.contains(word) ? weight : 0;
    }
    return total == 0 ? 0 : shared / total;
  }

  private static double flags(ShapeAtom gone, ShapeAtom fresh) {
    if (gone.kind() == AtomKind.RETRY) {
      return gone.traits().strategy().equals(fresh.traits().strategy()) ? 1 : 0.5;
    }
    double same = gone.reverts() == fresh.reverts() ? 0.5 : 0;
    return same + (gone.hasSideEffects() == fresh.hasSideEffects() ? 0.5 : 0);
  }

  /** How much of both is in both; NaN if both are empty. */
  static double jaccard(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    Set<String> both = new HashSet<>(some);
    both.retainAll(others);
    return all.isEmpty() ? Double.NaN : (double) both.size() / all.size();
  }
}
