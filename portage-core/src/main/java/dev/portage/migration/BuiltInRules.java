package dev.portage.migration;

import dev.portage.model.Version;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import dev.portage.shape.ShapeAtom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules that come last, unless the book does without them. */
final class BuiltInRules {
  private static final Map<DefaultRule, Rule> RULES = rules();

  private BuiltInRules() {}

  private static Map<DefaultRule, Rule> rules() {
    Map<DefaultRule, Rule> rules = new EnumMap<>(DefaultRule.class);
    rules.put(DefaultRule.FORMERLY, new Rule("formerly", BuiltInRules::formerly));
    rules.put(
        DefaultRule.DROP_REMOVED, new Rule("default: drop what is gone", BuiltInRules::removed));
    rules.put(
        DefaultRule.START_ADDED, new Rule("default: new tasks start PENDING", BuiltInRules::added));
    rules.put(
        DefaultRule.KEEP_MINOR,
        new Rule("default: a higher minor keeps its output", BuiltInRules::minor));
    return rules;
  }

  /** All but these, in their order. */
  static List<Rule> without(Set<DefaultRule> off) {
    return RULES.entrySet().stream()
        .filter(entry -> !off.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Whether one of them is called so. */
  static boolean has(String name) {
    return RULES.values().stream().anyMatch(rule -> rule.name().equals(name));
  }

  private static List<Operation> formerly(Inconsistency found, Draft atoms) {
    if (!(found instanceof TaskRemoved removed)) {
      return List.of();
    }
    List<ShapeAtom> heirs =
        atoms.heirs(removed.atom()).stream()
            .filter(atom -> atom.kind() == removed.stored().kind() && !atoms.has(atom.name()))
            .toList();
    return heirs.size() == 1 ? List.of(new Rename(removed.atom(), heirs.get(0).name())) : List.of();
  }

  private static List<Operation> removed(Inconsistency found, Draft atoms) {
    return found instanceof TaskRemoved removed
        ? List.of(new Drop(removed.atom(), OnDone.AUTO, InDoubt.BLOCK))
        : List.of();
  }

  private static List<Operation> added(Inconsistency found, Draft atoms) {
    return found instanceof TaskAdded added ? List.of(Add.pending(added.target())) : List.of();
  }

  private static List<Operation> minor(Inconsistency found, Draft atoms) {
    if (!(found instanceof VersionChanged changed)) {
      return List.of();
    }
    Optional<Version> from = Version.from(changed.from());
    Optional<Version> to = Version.from(changed.to());
    boolean compatible =
        from.isPresent()
            && to.isPresent()
            && from.get().major() == to.get().major()
            && from.get().compareTo(to.get()) < 0;
    return compatible
        ? List.of(
            new ChangeVersion(
                changed.atom(), changed.from(), changed.to(), OutputMap.SAME, InDoubt.BLOCK))
        : List.of();
  }
}
