package dev.portage.migration;

import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes down a migration book. Not safe for use by several threads. */
public final class BookBuilder {
  final Set<String> retiredNames = new LinkedHashSet<>();
  final Set<String> retiredSteps = new LinkedHashSet<>();
  final List<Set<String>> superseded = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<DefaultRule> off = EnumSet.noneOf(DefaultRule.class);
  private boolean taskflow;

  BookBuilder() {}

  /**
   * Adds a step.
   *
   * @param id unique for ever, such as {@code 2026-03-02-charge-by-card}
   */
  public BookBuilder step(String id, Consumer<StepBuilder> definition) {
    if (id.isBlank()) {
      problems.add(new Problem("step", "has a blank id", "give it a name that will never change"));
    }
    StepBuilder builder = new StepBuilder(id, problems);
    definition.accept(builder);
    steps.add(builder.build());
    return this;
  }

  /** Answers tasks that are stored and no longer in the code; an empty list is no answer. */
  public BookBuilder whenRemoved(
      Predicate<String> name, Function<TaskRemoved, List<Operation>> answer) {
    return rule(
        "whenRemoved",
        (found, atoms) ->
            found instanceof TaskRemoved removed && name.test(removed.atom())
                ? answer.apply(removed)
                : List.of());
  }

  /** Answers tasks that are in the code and not stored; an empty list is no answer. */
  public BookBuilder whenAdded(
      Predicate<String> name, Function<TaskAdded, List<Operation>> answer) {
    return rule(
        "whenAdded",
        (found, atoms) ->
            found instanceof TaskAdded added && name.test(added.atom())
                ? answer.apply(added)
                : List.of());
  }

  /** Answers tasks whose version differs; an empty list is no answer. */
  public BookBuilder whenChanged(
      Predicate<String> name, Function<VersionChanged, List<Operation>> answer) {
    return rule(
        "whenChanged",
        (found, atoms) ->
            found instanceof VersionChanged changed && name.test(changed.atom())
                ? answer.apply(changed)
                : List.of());
  }

  private BookBuilder rule(String kind, Rule.Answer answer) {
    rules.add(new Rule("rule " + (rules.size() + 1) + " (" + kind + ")", answer));
    return this;
  }

  /** A new task runs now, even in flows that are past the place where it belongs. */
  public BookBuilder late(String task) {
    return whenAdded(task::equals, added -> List.of(Operations.late(added)));
  }

  /** A new task counts as done with this output, and never runs in flows that exist already. */
  public BookBuilder seed(String task, Consumer<ObjectNode> output) {
    ObjectNode slots = JsonNodeFactory.instance.objectNode();
    output.accept(slots);
    return whenAdded(task::equals, added -> List.of(Operations.seed(added, slots)));
  }

  /** Names of atoms that can never be used again. */
  public BookBuilder retired(String... names) {
    retiredNames.addAll(List.of(names));
    return this;
  }

  /**
   * Ids of steps that were deleted because no unfinished flow needs them. A step that is newer than
   * one of them says so with {@code after(..)}; where that is not said and matters, a flow is
   * stuck.
   */
  public BookBuilder retiredSteps(String... ids) {
    retiredSteps.addAll(List.of(ids));
    return this;
  }

  /**
   * Says that this release returns on purpose from these shapes to an older one, so that flows of
   * theirs are no longer taken for newer than this code. Each return is a line of its own, after
   * those before it; the lines stay in the book for ever, since their number says in which order
   * releases returned from each other.
   *
   * @param fingerprints the shapes, or beginnings of at least six digits, as {@code status} shows
   */
  public BookBuilder supersedes(String... fingerprints) {
    for (String print : fingerprints) {
      if (!print.matches("[0-9a-f]{6,64}")) {
        problems.add(
            new Problem(
                "supersedes(\"" + print + "\")",
                "is not the beginning of a fingerprint",
                "copy it from what status shows, such as 9c41d07a2e"));
      }
    }
    if (fingerprints.length == 0) {
      problems.add(new Problem("supersedes()", "names no shape", "name what it returns from"));
    }
    superseded.add(Set.copyOf(List.of(fingerprints)));
    return this;
  }

  /**
   * Switches the built-in rules off: every difference needs a step or a rule of this book. Names
   * that tasks declare with {@code formerly} are followed still.
   */
  public BookBuilder strict() {
    return without(DefaultRule.DROP_REMOVED, DefaultRule.START_ADDED, DefaultRule.KEEP_MINOR);
  }

  /** Switches some of the built-in rules off. */
  public BookBuilder without(DefaultRule... rules) {
    off.addAll(List.of(rules));
    return this;
  }

  /**
   * In place of the built-in rules does what OpenStack TaskFlow does: starts what is new, forgets
   * what is gone, goes on where a version is another, and never asks. For tests and comparisons
   * only; every flow that it lets go on so is logged as a warning.
   */
  public BookBuilder taskflow() {
    taskflow = true;
    return this;
  }

  List<Rule> allRules() {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(taskflow ? TaskflowPolicy.RULES : BuiltInRules.without(off));
    return List.copyOf(all);
  }

  MigrationBook build() {
    if (taskflow && !off.isEmpty()) {
      problems.add(
          new Problem(
              "the policy", "is taskflow, and rules are switched off as well", "choose one"));
    }
    problems.addAll(BookChecks.of(steps, retiredSteps));
    if (!problems.isEmpty()) {
      throw new DefinitionException("the migration book", problems);
    }
    return new MigrationBook(this, new StepGraph(steps, retiredSteps));
  }
}
