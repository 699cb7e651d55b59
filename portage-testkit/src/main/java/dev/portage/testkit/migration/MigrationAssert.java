package dev.portage.testkit.migration;

import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Outcome;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowDocument;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.Output;
import dev.portage.store.PayloadException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says what became of one flow, which was migrated in memory. Whoever is wrong hears the plan. */
public final class MigrationAssert {
  private final FlowDocument original;
  private final Scene scene;
  private final Outcome outcome;
  private final FlowRecord after;
  private @Nullable AtomRecord last;

  MigrationAssert(FlowDocument original, Scene scene) {
    this.original = original;
    this.scene = scene;
    try (Stage stage = new Stage(scene)) {
      FlowId id = stage.put(original.flow());
      this.outcome = stage.migrate(id);
      this.after = stage.stored(id);
    }
  }

  private AssertionError wrong(String sentence) {
    return new AssertionError(
        "flow '"
            + original.id()
            + "' ("
            + scene.flow()
            + ") "
            + sentence
            + "\n  "
            + PlanWords.of(outcome)
            + "\n  stored:   "
            + rows(original.flow())
            + "\n  migrated: "
            + rows(after));
  }

  private static String rows(FlowRecord flow) {
    List<String> rows = new ArrayList<>();
    flow.touched().values().forEach(row -> rows.add(row.name() + " " + row.state()));
    return String.join(", ", rows);
  }

  /** It is carried over, and something is done for that. */
  public MigrationAssert isReady() {
    if (!(outcome instanceof Outcome.Migrated)) {
      throw wrong("is " + outcome.word() + ", expected a plan that is ready");
    }
    return this;
  }

  /** Nothing needs to be done: the code is what it was stored by. */
  public MigrationAssert isCurrent() {
    if (!(outcome instanceof Outcome.Current)) {
      throw wrong("is " + outcome.word() + ", expected current");
    }
    return this;
  }

  /** It is left as it was, because of its shape or because of where it is. */
  public Refused isRefused() {
    if (outcome instanceof Outcome.Migrated || outcome instanceof Outcome.Current) {
      throw wrong("is " + outcome.word() + ", expected that it is refused");
    }
    return new Refused();
  }

  /** These count as done afterwards, each under the name that it has today. */
  public MigrationAssert keeps(String... atoms) {
    for (String atom : atoms) {
      AtomRecord row = row(atom);
      if (row == null || row.state() != AtomState.SUCCESS) {
        throw wrong("does not keep '" + atom + "', which is " + state(atom));
      }
      last = row;
    }
    return this;
  }

  /** These are not done afterwards, so that they will run. */
  public MigrationAssert leavesOpen(String... atoms) {
    for (String atom : atoms) {
      boolean isKnown =
          scene.target().shape().inOrder().stream().anyMatch(each -> atom.startsWith(each.name()));
      AtomRecord row = row(atom);
      if (!isKnown || (row != null && row.state() != AtomState.PENDING)) {
        throw wrong("does not leave '" + atom + "' open, which is " + state(atom));
      }
    }
    return this;
  }

  private @Nullable AtomRecord row(String atom) {
    return after.touched().values().stream()
        .filter(row -> row.name().toString().equals(atom))
        .findFirst()
        .orElse(null);
  }

  private String state(String atom) {
    AtomRecord row = row(atom);
    boolean isKnown =
        scene.target().shape().inOrder().stream()
            .anyMatch(each -> each.name().equals(AtomName.of(atom).template()));
    return row != null ? row.state().toString() : isKnown ? "PENDING" : "not in the code";
  }

  /**
   * What the last one kept has stored is so: read as that class, the value of its slot if it has
   * one, else the object of its slots.
   */
  public <T> MigrationAssert result(Class<T> type, Predicate<? super T> isSo) {
    AtomRecord row = last;
    if (row == null) {
      throw new IllegalStateException("say whose result: .keeps(TASK) comes before");
    }
    Output output = row.execution().output();
    ObjectNode slots = output == null ? Json.mapper().createObjectNode() : output.bySlot();
    JsonNode tree = slots.size() == 1 ? slots.iterator().next() : slots;
    try {
      T value = type.cast(Json.value(tree, type));
      if (!isSo.test(value)) {
        throw wrong("keeps '" + row.name() + "', and its result is not so: " + value);
      }
    } catch (PayloadException | ClassCastException e) {
      AssertionError error =
          wrong(
              "keeps '"
                  + row.name()
                  + "', whose result cannot be read as "
                  + type.getSimpleName()
                  + ": "
                  + tree);
      error.initCause(e);
      throw error;
    }
    return this;
  }

  /**
   * It is migrated and goes on to its end; bodies do nothing but return samples, so that nothing
   * outside is touched.
   */
  public ResumedAssert thenResumed() {
    return resumed(SimulatedRun.clean(), Stage.Bodies.SIMULATED);
  }

  /** The same, and the body of that task fails each time. */
  public ResumedAssert thenResumedFailingAt(String task) {
    return resumed(SimulatedRun.failingAt(task), Stage.Bodies.SIMULATED);
  }

  /** The same with the bodies of the code: they do what they do. */
  public ResumedAssert thenResumedForReal() {
    return resumed(SimulatedRun.clean(), Stage.Bodies.REAL);
  }

  private ResumedAssert resumed(SimulatedRun run, Stage.Bodies bodies) {
    if (!(outcome instanceof Outcome.Migrated) && !(outcome instanceof Outcome.Current)) {
      throw wrong("is " + outcome.word() + ", so it cannot be resumed");
    }
    return ResumedAssert.of(this, run, bodies);
  }

  FlowDocument original() {
    return original;
  }

  Scene scene() {
    return scene;
  }

  Outcome outcome() {
    return outcome;
  }

  AssertionError wrongly(String sentence) {
    return wrong(sentence);
  }

  /** It is migrated and taken back. */
  public UndoneAssert andUndone() {
    isReady();
    return UndoneAssert.of(this);
  }

  /** Why a flow was left as it was. */
  public final class Refused {
    private Refused() {}

    private List<Finding> findings() {
      if (outcome instanceof Outcome.Blocked blocked) {
        return blocked.findings();
      }
      return outcome instanceof Outcome.Stuck stuck ? stuck.findings() : List.of();
    }

    /** Each of these codes is among the errors, such as {@code "RERUN01"}. */
    public Refused with(String... codes) {
      List<String> found =
          findings().stream().filter(Finding::isError).map(f -> f.code().name()).toList();
      List<String> missing = Arrays.stream(codes).filter(code -> !found.contains(code)).toList();
      if (!missing.isEmpty()) {
        throw wrong("is refused without " + missing + "; found " + found);
      }
      return this;
    }

    /** The same. */
    public Refused with(FindingCode... codes) {
      return with(Arrays.stream(codes).map(FindingCode::name).toArray(String[]::new));
    }

    /** Nothing of the flow has changed. */
    public Refused untouched() {
      if (!FlowDocument.of(Stage.called(original.id(), after)).text().equals(original.text())) {
        throw wrong("is refused, and was changed all the same");
      }
      return this;
    }
  }
}
