package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Code does to the rows what no other operation can. Shapes and situations see the declared effect
 * only; the code runs on the copy of one flow, whose proof then holds as after any operation.
 *
 * @param label what it does, for plans and messages
 * @param effect the tasks that it takes and makes
 * @param code what to run
 * @param inDoubt what to do where a task that it takes was running
 */
record Custom(String label, Effect effect, CustomCode code, InDoubt inDoubt) implements Operation {
  @Override
  public String describe() {
    return "custom '" + label + "'";
  }

  @Override
  public String line() {
    return "";
  }

  @Override
  public String word() {
    return "custom";
  }

  @Override
  public String symbol() {
    return "*";
  }

  @Override
  public Set<String> sources() {
    return effect.consumes().keySet();
  }

  @Override
  public Set<String> creates() {
    return effect.produces().keySet();
  }

  @Override
  public Set<String> footprint() {
    Set<String> names = new LinkedHashSet<>(sources());
    names.addAll(creates());
    if (effect.changesMeta()) {
      names.add(SetMeta.FOOTPRINT);
    }
    return names;
  }

  /** The tasks that are not there afterwards. */
  List<String> gone() {
    return sources().stream().filter(name -> !effect.produces().containsKey(name)).toList();
  }

  /** The tasks that were not there before. */
  List<String> made() {
    return creates().stream().filter(name -> !effect.consumes().containsKey(name)).toList();
  }

  @Override
  public Fit fit(Draft atoms) {
    if (effect.isOfNoTask()) {
      return Fit.NEUTRAL;
    }
    List<String> taken = made().stream().filter(atoms::has).toList();
    if (isDone(atoms, taken)) {
      return Fit.VACUOUS;
    }
    for (String name : sources()) {
      ShapeAtom stored = atoms.get(name);
      String expected = name + "@" + effect.consumes().get(name);
      if (stored == null || !expected.equals(stored.toString())) {
        return Fit.conflict(
            (stored == null ? name + " is not stored" : stored + " is stored")
                + ", expected "
                + expected);
      }
    }
    if (!taken.isEmpty()) {
      return Fit.conflict("there would be two sources for " + taken + ": stored, and made by code");
    }
    String other = notOneTask(atoms);
    return other == null
        ? Fit.APPLIES
        : Fit.conflict(other + " is a retry or a fan-out, and custom code sees single tasks");
  }

  /** Whether nothing that it takes is there, or what it makes is. */
  private boolean isDone(Draft atoms, List<String> taken) {
    boolean allMade =
        creates().stream()
            .allMatch(
                name -> {
                  ShapeAtom stored = atoms.get(name);
                  return stored != null
                      && Objects.equals(effect.produces().get(name), stored.version());
                });
    return sources().isEmpty()
        ? allMade
        : sources().stream().noneMatch(atoms::has)
            || (allMade && gone().stream().noneMatch(atoms::has) && changesAnything(taken));
  }

  private boolean changesAnything(List<String> taken) {
    return !taken.isEmpty() || !effect.consumes().equals(effect.produces());
  }

  private @Nullable String notOneTask(Draft atoms) {
    Set<String> names = new LinkedHashSet<>(sources());
    names.addAll(creates());
    for (String name : names) {
      ShapeAtom stored = atoms.get(name);
      ShapeAtom declared = atoms.target().get(name);
      if (isOther(stored) || (effect.produces().containsKey(name) && isOther(declared))) {
        return name;
      }
    }
    return null;
  }

  private static boolean isOther(@Nullable ShapeAtom atom) {
    return atom != null && (atom.kind() != AtomKind.TASK || atom.isFanOut());
  }

  /** What a produced task is in the new code, or as much of it as is declared. */
  ShapeAtom produced(Draft atoms, String name) {
    ShapeAtom declared = atoms.target().get(name);
    ShapeAtom known = declared == null ? ShapeAtom.of(AtomKind.TASK, name, null) : declared;
    return known.versioned(Objects.requireNonNull(effect.produces().get(name)));
  }

  @Override
  public void apply(Draft atoms) {
    List<ShapeAtom> made =
        new ArrayList<>(creates().stream().map(name -> produced(atoms, name)).toList());
    sources().forEach(atoms::remove);
    made.forEach(atoms::putMapped);
  }

  @Override
  public void rewrite(Rewriting work) {
    new CustomRun(this, work).rewrite();
  }

  @Override
  public void trace(Descent names) {
    List<String> gone = gone();
    List<String> made = made();
    if (gone.size() == 1 && !made.isEmpty()) {
      names.split(gone.get(0), made);
    } else if (gone.size() > 1 && made.size() == 1) {
      names.merged(gone, made.get(0));
    } else {
      gone.forEach(names::dropped);
    }
  }
}
