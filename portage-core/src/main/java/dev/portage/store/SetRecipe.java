package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a migration does to every flow that is in one situation, whatever its values are: rows go,
 * get other names, versions and states, or are new; no value is looked at.
 *
 * @param changes of rows that are stored, in an order in which no two rows ever have one name
 * @param added rows that are new, the same in every flow
 * @param steps as in {@link JournalEntry}
 * @param moves as in {@link JournalEntry}
 */
public record SetRecipe(
    List<Change> changes, List<AtomRecord> added, List<String> steps, Payload moves) {
  /** Copies the lists. */
  public SetRecipe {
    changes = List.copyOf(changes);
    added = List.copyOf(added);
    steps = List.copyOf(steps);
  }

  /**
   * What becomes of one row. Whatever is not said here stays; a row that says no more than none
   * would goes.
   *
   * @param from its name
   * @param to null if it goes
   */
  public record Change(AtomName from, @Nullable Place to) {}

  /**
   * What a row says afterwards.
   *
   * @param version of what executing left behind
   * @param isCleared whether nothing but the number of attempts is left of executing and reverting
   */
  public record Place(
      AtomName name,
      AtomState state,
      Intention intention,
      @Nullable String version,
      boolean isCleared) {
    /** Whether the row may say no more than none would, depending on what else it has. */
    public boolean mayBeDefault() {
      return state == AtomState.PENDING && intention == Intention.EXECUTE && version == null;
    }

    /** The row that a row becomes. */
    AtomRecord of(AtomRecord row) {
      AtomRecord kept = isCleared ? row.afresh() : row;
      Execution was = kept.execution();
      Execution now =
          new Execution(
              version,
              was.output(),
              was.failure(),
              was.attempts(),
              was.idempotencyKey(),
              was.times());
      return kept.named(name).in(state).intending(intention).with(now);
    }
  }

  /**
   * The rows of one flow afterwards.
   *
   * @param rows all that the flow has
   */
  public SortedMap<AtomName, AtomRecord> apply(SortedMap<AtomName, AtomRecord> rows) {
    SortedMap<AtomName, AtomRecord> after = new TreeMap<>(rows);
    for (Change change : changes) {
      AtomRecord row = Objects.requireNonNull(after.remove(change.from), "no row of that name");
      AtomRecord now = change.to == null ? null : change.to.of(row);
      if (now != null && !now.isDefault()) {
        after.put(now.name(), now);
      }
    }
    added.forEach(row -> after.put(row.name(), row));
    return after;
  }
}
