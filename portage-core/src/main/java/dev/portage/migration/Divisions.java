package dev.portage.migration;

import dev.portage.migration.StepDraft.Candidate;
import dev.portage.model.AtomKind;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Atoms that may have become several, and several that may have become one, by what they provide.
 * One that provides nothing cannot be told from any other.
 */
record Divisions(Map<String, ShapeAtom> gone, Map<String, ShapeAtom> fresh) {
  /** Tasks whose slots together are those of the old one, and which read no more than it did. */
  Optional<Candidate> splitOf(ShapeAtom old) {
    List<ShapeAtom> parts = overlapping(old, fresh.values());
    return parts.size() >= 2 && provided(parts).containsAll(old.provides()) && covers(old, parts)
        ? Optional.of(candidate(List.of(old), parts))
        : Optional.empty();
  }

  /** The task that provides what the old one and others did. */
  Optional<Candidate> mergeWith(ShapeAtom old) {
    for (ShapeAtom whole : overlapping(old, fresh.values())) {
      List<ShapeAtom> parts = overlapping(whole, gone.values());
      if (parts.size() >= 2
          && whole.provides().containsAll(provided(parts))
          && covers(whole, parts)) {
        return Optional.of(candidate(parts, List.of(whole)));
      }
    }
    return Optional.empty();
  }

  private static List<ShapeAtom> overlapping(ShapeAtom one, Collection<ShapeAtom> others) {
    List<ShapeAtom> found = new ArrayList<>();
    for (ShapeAtom other : others) {
      if (one.kind() == AtomKind.TASK
          && other.kind() == AtomKind.TASK
          && one.isFanOut() == other.isFanOut()
          && !Collections.disjoint(one.provides(), other.provides())) {
        found.add(other);
      }
    }
    return found;
  }

  private static Set<String> provided(List<ShapeAtom> atoms) {
    Set<String> slots = new HashSet<>();
    atoms.forEach(atom -> slots.addAll(atom.provides()));
    return slots;
  }

  /** Whether the parts read nothing that the whole does not read, but from each other. */
  private static boolean covers(ShapeAtom whole, List<ShapeAtom> parts) {
    Set<String> read = new HashSet<>();
    parts.forEach(part -> read.addAll(part.demands()));
    read.removeAll(provided(parts));
    return whole.reads().containsAll(read);
  }

  private static Candidate candidate(List<ShapeAtom> before, List<ShapeAtom> after) {
    double score = Likeness.jaccard(slots(before), slots(after));
    boolean asks = demands(before).equals(demands(after));
    boolean gives = provided(before).equals(provided(after));
    String why =
        (asks ? "same requires" : "fewer requires")
            + (gives ? ", union of provides" : ", more provides");
    return new Candidate(names(before), names(after), Double.isNaN(score) ? 0 : score, why);
  }

  /** What they need from outside. */
  private static Set<String> demands(List<ShapeAtom> atoms) {
    Set<String> slots = new HashSet<>();
    atoms.forEach(atom -> slots.addAll(atom.reads()));
    slots.removeAll(provided(atoms));
    return slots;
  }

  private static Set<String> slots(List<ShapeAtom> atoms) {
    Set<String> slots = new HashSet<>();
    atoms.forEach(
        atom -> Stream.concat(atom.reads().stream(), atom.provides().stream()).forEach(slots::add));
    return slots;
  }

  private static List<String> names(List<ShapeAtom> atoms) {
    return atoms.stream().map(ShapeAtom::name).toList();
  }
}
