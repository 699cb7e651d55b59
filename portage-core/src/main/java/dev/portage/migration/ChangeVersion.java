package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.model.Version;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The atom has another version; what it stored is mapped.
 *
 * @param atom its name
 * @param from the stored version; null if none is stored
 * @param to the new one
 * @param map null if nothing is said, which is an error for flows that have stored an output
 * @param back makes the old output of the new one; null if nothing is said
 * @param inDoubt what to do where it was running; a higher minor needs no choice
 */
record ChangeVersion(
    String atom,
    @Nullable String from,
    @Nullable String to,
    @Nullable OutputMap map,
    @Nullable OutputMap back,
    InDoubt inDoubt)
    implements Operation {
  /** One that cannot be taken back once the flow has gone on, unless it keeps what is stored. */
  ChangeVersion(
      String atom,
      @Nullable String from,
      @Nullable String to,
      @Nullable OutputMap map,
      InDoubt inDoubt) {
    this(atom, from, to, map, null, inDoubt);
  }

  @Override
  public String describe() {
    String how = map == null ? "" : map == OutputMap.SAME ? ", output kept" : ", output mapped";
    return "version " + atom + " " + text(from) + " -> " + text(to) + how;
  }

  private static String text(@Nullable String version) {
    return version == null ? "-" : version;
  }

  @Override
  public String line() {
    return map == null
        ? Lines.version(atom, from, to)
        : map == OutputMap.SAME ? Lines.kept(atom, from, to) : Lines.mapped(atom, from, to);
  }

  @Override
  public String word() {
    return "version";
  }

  @Override
  public String symbol() {
    return "~";
  }

  @Override
  public Set<String> sources() {
    return Set.of(atom);
  }

  @Override
  public Set<String> creates() {
    return Set.of();
  }

  @Override
  public Fit fit(Draft atoms) {
    ShapeAtom stored = atoms.get(atom);
    if (stored == null || Objects.equals(stored.version(), to)) {
      return Fit.VACUOUS;
    }
    return Objects.equals(stored.version(), from)
        ? Fit.APPLIES
        : Fit.conflict(stored + " is stored, expected version " + text(from));
  }

  @Override
  public void apply(Draft atoms) {
    ShapeAtom changed = Objects.requireNonNull(atoms.get(atom)).versioned(to);
    if (map == null || map == OutputMap.SAME) {
      atoms.put(changed);
    } else {
      atoms.putMapped(changed);
    }
  }

  /** Whether a higher minor of the same major: stored data stays valid. */
  boolean isMinor() {
    Optional<Version> old = Version.from(from);
    Optional<Version> now = Version.from(to);
    return old.isPresent()
        && now.isPresent()
        && old.get().major() == now.get().major()
        && old.get().minor() < now.get().minor();
  }

  @Override
  public void rewrite(Rewriting work) {
    work.rows(atom).forEach(row -> rewrite(work, row));
  }

  private void rewrite(Rewriting work, AtomRecord row) {
    if (work.isDead(this, row)) {
      return;
    }
    AtomRecord settled = row;
    if (row.state().isInDoubt() && !isMinor()) {
      Optional<AtomRecord> decided = Doubt.settle(work, this, row, inDoubt);
      if (decided.isEmpty()) {
        return;
      }
      settled = decided.get();
    }
    work.put(mapped(work, settled));
  }

  private AtomRecord mapped(Rewriting work, AtomRecord row) {
    boolean hasOutput = row.execution().output() != null && row.state() != AtomState.REVERTED;
    boolean hasPast = row.history() != null && mayProvide(work, row);
    if (!hasOutput && !hasPast) {
      return row;
    }
    if (map == null && !isMinor()) {
      work.finds(
          FindingCode.DATA03,
          atom,
          "is " + text(from) + " -> " + text(to) + ", and its stored output has no map",
          Remedy.of(
              Lines.mapped(atom, from, to),
              Lines.kept(atom, from, to),
              Lines.reset(atom) + Lines.version(atom, from, to)));
      return row;
    }
    if (map == null || map == OutputMap.SAME) {
      return row;
    }
    AtomRecord mapped = hasOutput ? work.outputs().map(this, row, map, to) : row;
    return hasPast ? work.outputs().mapHistory(this, mapped, map) : mapped;
  }

  /** Whether the attempts of a retry have values that mean anything. */
  private boolean mayProvide(Rewriting work, AtomRecord row) {
    ShapeAtom stored = work.stored(atom);
    return !stored.provides().isEmpty()
        || (work.atoms().isOfUnknownSlots(stored) && row.historyLength() > 0);
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    boolean keeps = map == OutputMap.SAME || (map == null && isMinor());
    OutputMap way = back == null && keeps ? OutputMap.SAME : back;
    return way == null
        ? Optional.empty()
        : Optional.of(new ChangeVersion(atom, to, from, way, map, InDoubt.BLOCK));
  }
}
