package dev.portage.migration;

import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Question;
import dev.portage.model.AtomKind;
import dev.portage.model.Version;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks for what became of stored atoms. Used once, by one thread. */
final class Drafting {
  /** A pair is taken without asking if it scores so much. */
  static final double SURE = 0.85;

  /** And if the next best of either scores so much less. */
  static final double AHEAD = 0.15;

  /** What scores less is not worth a question. */
  static final double LIKELY = 0.20;

  private static final int MOST_CANDIDATES = 4;

  private static final Comparator<Candidate> LIKELIEST_FIRST =
      Comparator.comparingDouble(Candidate::score).reversed();

  private final Shape stored;
  private final Shape target;
  private final Likeness likeness;
  private final Map<String, ShapeAtom> gone = new LinkedHashMap<>();
  private final Map<String, ShapeAtom> fresh = new LinkedHashMap<>();
  private final Map<String, String> kept = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Question> questions = new ArrayList<>();

  Drafting(Shape stored, Shape target, Likeness likeness, List<Operation> answers) {
    this.stored = stored;
    this.target = target;
    this.likeness = likeness;
    sort();
    answers.forEach(this::take);
    declared();
    boolean tellsMore = true;
    while (tellsMore) {
      tellsMore = accept(); // what was found tells more of what stands beside it
    }
    ask();
    versions();
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  List<Question> questions() {
    return List.copyOf(questions);
  }

  private void sort() {
    for (ShapeAtom atom : stored.inOrder()) {
      ShapeAtom now = target.atoms().get(atom.name());
      if (now == null) {
        gone.put(atom.name(), atom);
      } else if (now.kind() == atom.kind()) {
        kept.put(atom.name(), atom.name());
      }
    }
    for (ShapeAtom atom : target.inOrder()) {
      if (!stored.atoms().has(atom.name())) {
        fresh.put(atom.name(), atom);
      }
    }
  }

  private void take(Operation operation) {
    operations.add(operation);
    gone.keySet().removeAll(operation.sources());
    fresh.keySet().removeAll(operation.creates());
    if (operation instanceof Rename rename) {
      kept.put(rename.from(), rename.to());
    } else {
      kept.keySet().removeAll(operation.sources()); // a part may bear the name of the whole
    }
  }

  /** What the code says itself, of one atom only. */
  private void declared() {
    for (ShapeAtom old : List.copyOf(gone.values())) {
      List<ShapeAtom> heirs =
          fresh.values().stream()
              .filter(atom -> atom.kind() == old.kind())
              .filter(atom -> atom.traits().formerly().contains(old.name()))
              .toList();
      if (heirs.size() == 1) {
        take(new Rename(old.name(), heirs.get(0).name()));
      }
    }
  }

  /** Takes the pairs that are sure; false if there are none. */
  private boolean accept() {
    List<ShapeAtom> olds = List.copyOf(gone.values());
    List<ShapeAtom> news = List.copyOf(fresh.values());
    if (olds.isEmpty() || news.isEmpty()) {
      return false;
    }
    double[][] scores = scores(olds, news);
    int[] pairs = BestPairs.of(scores);
    boolean found = false;
    for (int i = 0; i < pairs.length; i++) {
      if (pairs[i] >= 0 && isSure(scores, i, pairs[i])) {
        take(new Rename(olds.get(i).name(), news.get(pairs[i]).name()));
        found = true;
      }
    }
    return found;
  }

  private double[][] scores(List<ShapeAtom> olds, List<ShapeAtom> news) {
    double[][] scores = new double[olds.size()][news.size()];
    for (int i = 0; i < olds.size(); i++) {
      for (int k = 0; k < news.size(); k++) {
        scores[i][k] = likeness.of(olds.get(i), news.get(k), kept);
      }
    }
    return scores;
  }

  private static boolean isSure(double[][] scores, int row, int column) {
    double score = scores[row][column];
    double second = 0;
    for (int k = 0; k < scores[row].length; k++) {
      second = k == column ? second : Math.max(second, scores[row][k]);
    }
    for (int i = 0; i < scores.length; i++) {
      second = i == row ? second : Math.max(second, scores[i][column]);
    }
    return score >= SURE && score - second >= AHEAD;
  }

  private void ask() {
    Divisions divisions = new Divisions(gone, fresh);
    for (ShapeAtom old : List.copyOf(gone.values())) {
      List<Candidate> candidates = heirs(old);
      divisions.splitOf(old).ifPresent(candidates::add);
      divisions.mergeWith(old).ifPresent(candidates::add);
      if (candidates.isEmpty()) {
        operations.add(new Drop(old.name(), OnDone.AUTO, InDoubt.BLOCK));
      } else {
        questions.add(new Question(old.name(), candidates));
      }
    }
  }

  private List<Candidate> heirs(ShapeAtom old) {
    List<Candidate> heirs = new ArrayList<>();
    for (ShapeAtom now : fresh.values()) {
      double score = likeness.of(old, now, kept);
      if (score >= LIKELY) {
        heirs.add(
            new Candidate(
                List.of(old.name()), List.of(now.name()), score, likeness.why(old, now, kept)));
      }
    }
    heirs.sort(LIKELIEST_FIRST);
    return new ArrayList<>(heirs.subList(0, Math.min(heirs.size(), MOST_CANDIDATES)));
  }

  /** A higher version of what was kept; a lower one is refused, so a step cannot say it. */
  private void versions() {
    for (ShapeAtom old : stored.inOrder()) {
      ShapeAtom now = target.atoms().get(kept.getOrDefault(old.name(), ""));
      if (now != null && isRaised(old.version(), now.version())) {
        operations.add(
            new ChangeVersion(now.name(), old.version(), now.version(), null, InDoubt.BLOCK));
      }
    }
  }

  private static boolean isRaised(@Nullable String from, @Nullable String to) {
    Optional<Version> now = Version.from(to);
    Optional<Version> was = Version.from(from);
    return now.isPresent() && (was.isEmpty() || was.get().compareTo(now.get()) < 0);
  }

  /** A part that takes over the slots that both provide. */
  static Part part(AtomSet stored, AtomSet target, String gone, String name) {
    ShapeAtom whole = stored.get(gone);
    ShapeAtom now = target.get(name);
    String version = now == null || now.version() == null ? "1.0" : now.version();
    Part part = Part.of(name, version);
    if (whole == null || now == null || now.kind() == AtomKind.RETRY) {
      return part;
    }
    Set<String> shared = new TreeSet<>(now.provides());
    shared.retainAll(whole.provides());
    return shared.isEmpty() ? part : part.taking(shared.toArray(String[]::new));
  }
}
