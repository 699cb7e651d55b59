package dev.portage.store;

import dev.portage.shape.Fingerprint;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of journals that did the same in one run.
 *
 * @param kind what they have in common
 * @param entries how many, each of another flow or revision
 * @param first when the first was made
 * @param last when the last was
 */
public record JournalBatch(Kind kind, long entries, Instant first, Instant last) {
  /** Latest first. */
  public static final Comparator<JournalBatch> LATEST_FIRST =
      Comparator.comparing(JournalBatch::last)
          .thenComparing(batch -> batch.kind().run())
          .reversed();

  /** What entries have in common that are taken together. */
  public record Kind(
      RunId run, String actor, List<String> steps, Fingerprint from, Fingerprint to) {
    /** Copies the steps. */
    public Kind {
      steps = List.copyOf(steps);
    }

    static Kind of(JournalEntry entry) {
      return new Kind(
          entry.made().run(),
          entry.made().actor(),
          entry.steps(),
          entry.from().fingerprint(),
          entry.to().fingerprint());
    }
  }

  /** Takes entries together; latest first. */
  public static List<JournalBatch> of(Collection<JournalEntry> entries) {
    return together(
        entries.stream()
            .map(entry -> new JournalBatch(Kind.of(entry), 1, entry.made().at(), entry.made().at()))
            .toList());
  }

  /** The same for batches, of which some may be of one kind. */
  public static List<JournalBatch> together(Collection<JournalBatch> some) {
    Map<Kind, JournalBatch> batches = new LinkedHashMap<>();
    some.forEach(batch -> batches.merge(batch.kind(), batch, JournalBatch::and));
    return batches.values().stream().sorted(LATEST_FIRST).toList();
  }

  private JournalBatch and(JournalBatch more) {
    return new JournalBatch(
        kind,
        entries + more.entries,
        more.first.isBefore(first) ? more.first : first,
        more.last.isAfter(last) ? more.last : last);
  }
}
