package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.migration.Finding;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.Whole;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowId;
import dev.portage.store.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each operation does to an atom in each state. A cell has the finding that blocks the flow;
 * or the rows that come of the atom's (state, output, number of attempts, idempotency key, who says
 * that it failed) and how the flow ends after that.
 */
class StatesTest {
  private static final String TABLE =
      """
      rename            | PENDING        | no row > SUCCESS [new, other]
      rename            | SUCCESS        | new SUCCESS {"x":"X"} #1 key-old > SUCCESS [other]
      rename            | FAILURE        | new FAILURE #1 key-old failed by java.io.IOException > REVERTED [undo new null]
      rename block      | RUNNING        | new RUNNING #1 key-old > SUCCESS [new, other]
      rename asPending  | RUNNING        | new RUNNING #1 key-old > SUCCESS [new, other]
      rename asDone     | RUNNING        | new RUNNING #1 key-old > SUCCESS [new, other]
      rename asFailed   | RUNNING        | new RUNNING #1 key-old > SUCCESS [new, other]
      rename block      | REVERTING      | new REVERTING {"x":"X"} #1 key-old > REVERTED [undo new X]
      rename asPending  | REVERTING      | new REVERTING {"x":"X"} #1 key-old > REVERTED [undo new X]
      rename asDone     | REVERTING      | new REVERTING {"x":"X"} #1 key-old > REVERTED [undo new X]
      rename asFailed   | REVERTING      | new REVERTING {"x":"X"} #1 key-old > REVERTED [undo new X]
      rename            | REVERTED       | new REVERTED {"x":"X"} #1 key-old > REVERTED
      rename            | IGNORE         | new IGNORE > SUCCESS [other]
      rename            | REVERT_FAILURE | DEAD01 old
      version           | PENDING        | no row > SUCCESS [old, other]
      version           | SUCCESS        | old SUCCESS {"x":"X2"} #1 key-old > SUCCESS [other]
      version           | FAILURE        | old FAILURE #1 key-old failed by java.io.IOException > REVERTED [undo old null]
      version block     | RUNNING        | DOUBT01 old
      version asPending | RUNNING        | old PENDING #1 key-old > SUCCESS [old, other]
      version asDone    | RUNNING        | old SUCCESS {"x":"given2"} #1 key-old > SUCCESS [other]
      version asFailed  | RUNNING        | old FAILURE #1 key-old failed by step s > REVERTED [undo old null]
      version block     | REVERTING      | DOUBT01 old
      version asPending | REVERTING      | old REVERTING {"x":"X2"} #1 key-old > REVERTED [undo old X2]
      version asDone    | REVERTING      | old REVERTED {"x":"X"} #1 key-old > REVERTED
      version asFailed  | REVERTING      | old REVERT_FAILURE {"x":"X2"} #1 key-old > FAILURE
      version           | REVERTED       | old REVERTED {"x":"X"} #1 key-old > REVERTED
      version           | IGNORE         | old IGNORE > SUCCESS [other]
      version           | REVERT_FAILURE | DEAD01 old
      minor             | SUCCESS        | old SUCCESS {"x":"X"} #1 key-old > SUCCESS [other]
      minor block       | RUNNING        | old RUNNING #1 key-old > SUCCESS [old, other]
      minor asPending   | RUNNING        | old RUNNING #1 key-old > SUCCESS [old, other]
      minor asDone      | RUNNING        | old RUNNING #1 key-old > SUCCESS [old, other]
      minor asFailed    | RUNNING        | old RUNNING #1 key-old > SUCCESS [old, other]
      minor block       | REVERTING      | old REVERTING {"x":"X"} #1 key-old > REVERTED [undo old X]
      minor asPending   | REVERTING      | old REVERTING {"x":"X"} #1 key-old > REVERTED [undo old X]
      minor asDone      | REVERTING      | old REVERTING {"x":"X"} #1 key-old > REVERTED [undo old X]
      minor asFailed    | REVERTING      | old REVERTING {"x":"X"} #1 key-old > REVERTED [undo old X]
      drop              | PENDING        | no row > SUCCESS [other]
      drop AUTO         | SUCCESS        | LEAK01 old
      drop BLOCK        | SUCCESS        | LEAK01 old
      drop FORGET       | SUCCESS        | no row > SUCCESS [other]
      drop              | FAILURE        | FAIL01 old
      drop block        | RUNNING        | DOUBT01 old
      drop asPending    | RUNNING        | no row > SUCCESS [other]
      drop asDone       | RUNNING        | LEAK01 old
      drop asFailed     | RUNNING        | FAIL01 old
      drop block        | REVERTING      | DOUBT01 old
      drop asPending    | REVERTING      | FAIL01 old
      drop asDone       | REVERTING      | no row > REVERTED
      drop asFailed     | REVERTING      | FAIL01 old
      drop              | REVERTED       | no row > REVERTED
      drop              | IGNORE         | no row > SUCCESS [other]
      drop              | REVERT_FAILURE | DEAD01 old
      split             | PENDING        | no row > SUCCESS [new, more, other]
      split             | SUCCESS        | more SUCCESS {"z":"Z"}, new SUCCESS {"x":"X"} #1 key-old > SUCCESS [other]
      split             | FAILURE        | FAIL01 old
      split block       | RUNNING        | DOUBT01 old
      split asPending   | RUNNING        | new PENDING #1 key-old > SUCCESS [new, more, other]
      split asDone      | RUNNING        | more SUCCESS {"z":"Z"}, new SUCCESS {"x":"given"} #1 key-old > SUCCESS [other]
      split asFailed    | RUNNING        | more FAILURE failed by step s, new FAILURE #1 key-old failed by step s > REVERTED [undo more null, undo new null]
      split block       | REVERTING      | DOUBT01 old
      split asPending   | REVERTING      | more REVERTING {"z":"Z"}, new REVERTING {"x":"X"} #1 key-old > REVERTED [undo more Z, undo new X]
      split asDone      | REVERTING      | more REVERTED, new REVERTED {"x":"X"} #1 key-old > REVERTED
      split asFailed    | REVERTING      | more REVERT_FAILURE {"z":"Z"}, new REVERT_FAILURE {"x":"X"} #1 key-old > FAILURE
      split             | REVERTED       | more REVERTED, new REVERTED {"x":"X"} #1 key-old > REVERTED
      split             | IGNORE         | more IGNORE, new IGNORE > SUCCESS [other]
      split             | REVERT_FAILURE | DEAD01 old
      merge             | PENDING        | no row > SUCCESS [new]
      merge             | SUCCESS        | new SUCCESS {"x":"X","y":"Y"} #1 key-old > SUCCESS
      merge             | FAILURE        | FAIL01 old, FAIL01 other
      merge block       | RUNNING        | DOUBT01 old, DOUBT01 other
      merge asPending   | RUNNING        | new PENDING #1 key-old > SUCCESS [new]
      merge asDone      | RUNNING        | new SUCCESS {"x":"given","y":"Y"} #1 key-old > SUCCESS
      merge asFailed    | RUNNING        | new FAILURE #1 key-old failed by step s > REVERTED [undo new null null]
      merge block       | REVERTING      | DOUBT01 old, DOUBT01 other
      merge asPending   | REVERTING      | new REVERTING {"x":"X","y":"Y"} #1 key-old > REVERTED [undo new X Y]
      merge asDone      | REVERTING      | new REVERTED #1 key-old > REVERTED
      merge asFailed    | REVERTING      | new REVERT_FAILURE {"x":"X","y":"Y"} #1 key-old > FAILURE
      merge             | REVERTED       | new REVERTED #1 key-old > REVERTED
      merge             | IGNORE         | new IGNORE > SUCCESS
      merge             | REVERT_FAILURE | DEAD01 old, DEAD01 other
      reset             | PENDING        | no row > SUCCESS [old, other]
      reset             | SUCCESS        | old PENDING #1 > SUCCESS [old, other]
      reset             | FAILURE        | old PENDING #1 > SUCCESS [old, other]
      reset block       | RUNNING        | DOUBT01 old
      reset asPending   | RUNNING        | old PENDING #1 key-old > SUCCESS [old, other]
      reset asDone      | RUNNING        | old PENDING #1 > SUCCESS [old, other]
      reset asFailed    | RUNNING        | old PENDING #1 > SUCCESS [old, other]
      reset block       | REVERTING      | FAIL01 old
      reset asPending   | REVERTING      | FAIL01 old
      reset asDone      | REVERTING      | FAIL01 old
      reset asFailed    | REVERTING      | FAIL01 old
      reset             | REVERTED       | old PENDING #1 > REVERTED
      reset             | IGNORE         | no row > SUCCESS [old, other]
      reset             | REVERT_FAILURE | DEAD01 old
      """;

  private final Lab lab = new Lab();

  static Stream<Arguments> table() {
    return TABLE
        .lines()
        .map(line -> line.split(" *\\| *", 3))
        .map(cells -> Arguments.of((Object[]) cells));
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @MethodSource("table")
  void isAsTheTableSays(String operation, AtomState state, String expected)
      throws InterruptedException {
    Flow old = linear(lab.task("first"), task("old", "x"), task("other", "y"));
    List<AtomRecord> rows = new ArrayList<>(List.of(Lab.done("first")));
    if (state != AtomState.PENDING) {
      rows.add(row("old", state, "{\"x\":\"X\"}"));
    }
    if (operation.startsWith("merge") && state != AtomState.PENDING) {
      rows.add(row("other", state, "{\"y\":\"Y\"}"));
    }
    boolean back = rows.get(rows.size() - 1).intention() == Intention.REVERT;
    lab.in(FlowState.RUNNING);
    FlowId id =
        lab.given(
            old,
            rows.stream().map(row -> back ? Lab.reverting(row) : row).toArray(AtomRecord[]::new));
    assertThat(outcome(id, operation)).isEqualTo(expected);
  }

  private String outcome(FlowId id, String operation) throws InterruptedException {
    Migrations migrations =
        book(b -> b.step("s", s -> write(operation, s.allow("SKIP01", "no decider is here"))));
    Flow now = code(operation);
    if (lab.forecast(now, migrations).blocked() > 0) {
      return lab.refused(id, now, migrations).findings().stream()
          .filter(Finding::isError)
          .map(finding -> finding.code() + " " + finding.atom())
          .collect(Collectors.joining(", "));
    }
    Outcome outcome = lab.migrate(id, now, migrations);
    assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Migrated.class);
    String left =
        lab.stored(id).touched().values().stream()
            .filter(row -> !row.name().template().equals("first"))
            .map(StatesTest::text)
            .collect(Collectors.joining(", "));
    FlowResult ended = lab.resume(id, now, migrations);
    return (left.isEmpty() ? "no row" : left)
        + " > "
        + ended.state()
        + (lab.ran.isEmpty() ? "" : " " + lab.ran);
  }

  /** A row as the engine leaves it in that state. */
  private static AtomRecord row(String name, AtomState state, String output) {
    AtomRecord done = Lab.done(name, output);
    return switch (state) {
      case PENDING -> throw new IllegalArgumentException("has no row");
      case SUCCESS -> done;
      case FAILURE -> Lab.failed(name);
      case RUNNING -> Lab.running(name);
      case IGNORE -> Lab.row(name, state, null).intending(Intention.IGNORE).with(Execution.NONE);
      default -> Lab.reverting(done.in(state));
    };
  }

  private Task task(String name, String... slots) {
    return lab.undoable(lab.task(name, List.of(), List.of(slots))).sideEffects(false);
  }

  private static String text(AtomRecord row) {
    Execution execution = row.execution();
    Output output = execution.output();
    Failure failure = execution.failure();
    return row.name()
        + " "
        + row.state()
        + (output == null ? "" : " " + output.value().tree())
        + (execution.attempts() == 0 ? "" : " #" + execution.attempts())
        + (execution.idempotencyKey() == null ? "" : " " + execution.idempotencyKey())
        + (failure == null ? "" : " failed by " + failure.type());
  }

  private static List<String> words(String operation) {
    return List.of(operation.split(" ", 2));
  }

  private Flow code(String operation) {
    Task first = lab.task("first");
    return switch (words(operation).get(0)) {
      case "rename" -> linear(first, task("new", "x"), task("other", "y"));
      case "version" -> linear(first, task("old", "x").version(2, 0), task("other", "y"));
      case "minor" -> linear(first, task("old", "x").version(1, 1), task("other", "y"));
      case "drop" -> linear(first, task("other", "y"));
      case "split" -> linear(first, task("new", "x"), task("more", "z"), task("other", "y"));
      case "merge" -> linear(first, task("new", "x", "y"));
      case "reset" -> linear(first, task("old", "x"), task("other", "y"));
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static void write(String operation, StepBuilder s) {
    List<String> words = words(operation);
    String choice = words.size() > 1 ? words.get(1) : "";
    switch (choice) {
      case "asPending" -> s.inDoubt(InDoubt.AS_PENDING);
      case "asDone" -> s.inDoubt(InDoubt.asDone(Lab.object("{\"x\":\"given\"}")));
      case "asFailed" -> s.inDoubt(InDoubt.AS_FAILED);
      default -> s.inDoubt(InDoubt.BLOCK);
    }
    OnDone onDone =
        Stream.of(OnDone.values())
            .filter(each -> each.name().equals(choice))
            .findAny()
            .orElse(OnDone.AUTO);
    switch (words.get(0)) {
      case "rename" -> s.rename("old", "new");
      case "version" ->
          s.version("old", "1.0", "2.0", out -> out.put("x", out.get("x").asString() + "2"));
      case "minor" -> s.version("old", "1.0", "1.1");
      case "drop" -> s.drop("old", onDone);
      case "split" ->
          s.split(
              "old",
              Part.of("new", "1.0").taking("x").inherits(),
              Part.of("more", "1.0").output((old, part) -> part.put("z", "Z")));
      case "merge" ->
          s.merge(
              List.of("old", "other"),
              Whole.of("new", "1.0")
                  .inherits("old")
                  .output(
                      (old, whole) -> whole.put("x", old.at("/old/x").asString()).put("y", "Y")));
      case "reset" -> s.reset("old");
      default -> throw new IllegalArgumentException(operation);
    }
  }
}
