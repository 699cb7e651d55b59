package dev.portage.migration;

import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import dev.portage.shape.Fingerprint;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How stored flows of one name are carried over to today's code: steps, which are done once for
 * each flow, and rules, which answer what still differs. Checked when it is made; immutable and
 * thread-safe.
 */
public final class MigrationBook {
  private final StepGraph graph;
  private final Map<String, String> digests = new HashMap<>();
  private final List<Rule> rules;
  private final Set<String> retiredNames;
  private final List<Set<String>> superseded;

  MigrationBook(BookBuilder builder, StepGraph graph) {
    this.graph = graph;
    graph.steps().forEach(step -> digests.put(step.id(), step.digest()));
    this.rules = builder.allRules();
    this.retiredNames = Set.copyOf(builder.retiredNames);
    this.superseded = List.copyOf(builder.superseded);
  }

  private MigrationBook(MigrationBook book, StepGraph graph, List<Rule> rules) {
    this.graph = graph;
    graph.steps().forEach(step -> digests.put(step.id(), step.digest()));
    this.rules = List.copyOf(rules);
    this.retiredNames = book.retiredNames;
    this.superseded = book.superseded;
  }

  /**
   * A copy with one more step.
   *
   * @throws DefinitionException if it does not fit beside the others
   */
  MigrationBook with(Step more) {
    List<Step> all = new ArrayList<>(graph.steps());
    all.add(more);
    List<Problem> problems = BookChecks.of(all, graph.retired());
    if (!problems.isEmpty()) {
      throw new DefinitionException("the migration book", problems);
    }
    return new MigrationBook(this, new StepGraph(all, graph.retired()), rules);
  }

  /** A copy in which every step and rule allows these, too. */
  MigrationBook allowing(Map<FindingCode, String> reasons) {
    List<Step> steps = graph.steps().stream().map(step -> step.allowing(reasons)).toList();
    return new MigrationBook(
        this,
        new StepGraph(steps, graph.retired()),
        rules.stream().map(rule -> rule.allowing(reasons)).toList());
  }

  /**
   * Makes a book.
   *
   * @throws DefinitionException with every mistake: duplicate ids, missing parents, cycles, steps
   *     that touch one atom without an order, versions that go back
   */
  public static MigrationBook of(Consumer<BookBuilder> definition) {
    BookBuilder builder = new BookBuilder();
    definition.accept(builder);
    return builder.build();
  }

  /** The steps in the order in which they are folded: parents first, ties by id. */
  public List<Step> steps() {
    return List.copyOf(graph.steps());
  }

  /** The step of that id; null if there is none. */
  public @Nullable Step step(String id) {
    return graph.step(id);
  }

  /** The stamp that flows are born with today: the steps that no other step comes after. */
  public Stamp heads() {
    return graph.heads();
  }

  /**
   * The stamp of flows that have been through these steps and all that come before them: those of
   * them that no other of them comes after.
   *
   * @throws IllegalArgumentException with the ids of which nothing in this book is one
   */
  public Stamp through(Collection<String> steps) {
    Stamp all = Stamp.of(steps);
    if (!unknown(all).isEmpty()) {
      throw new IllegalArgumentException(
          "no steps of the book: " + String.join(", ", unknown(all)));
    }
    return Stamp.of(
        all.heads().stream()
            .filter(
                id ->
                    all.heads().stream()
                        .noneMatch(
                            other ->
                                !other.equals(id)
                                    && graph.seen(Stamp.of(List.of(other))).contains(id)))
            .toList());
  }

  /**
   * A hash over what the operations of a step say: {@code s1:} and 64 hexadecimal digits. Code,
   * such as the map of an output, counts by being there.
   *
   * @return empty if there is no such step
   */
  public String digest(String step) {
    return digests.getOrDefault(step, "");
  }

  List<Rule> rules() {
    return rules;
  }

  Set<String> retiredNames() {
    return retiredNames;
  }

  /** How many times its line of releases has returned to an older shape. */
  int epoch() {
    return superseded.size();
  }

  /** From which epoch on code of that shape is newer again; 0 if it was never superseded. */
  int epochSince(Fingerprint shape) {
    for (int line = superseded.size(); line > 0; line--) {
      if (superseded.get(line - 1).stream().anyMatch(shape.hex()::startsWith)) {
        return line;
      }
    }
    return 0;
  }

  /** The ids of a stamp that this book does not know. */
  List<String> unknown(Stamp stamp) {
    return graph.unknown(stamp);
  }

  /** The steps that a flow with this stamp is to be taken through, in order. */
  List<Step> unseen(Stamp stamp) {
    return graph.unseen(stamp).steps();
  }

  /** Which step comes after which. */
  StepGraph graph() {
    return graph;
  }
}
