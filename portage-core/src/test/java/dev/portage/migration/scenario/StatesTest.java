package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Finding;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Part;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each operation does to an atom in each state; a code where it blocks the flow. */
class StatesTest {
  private final Lab lab = new Lab();

  /** Operation, then what comes of it: a finding code, or the states of the atoms it leaves. */
  static Stream<Arguments> table() {
    return Stream.of(
            "rename   PENDING -",
            "rename   SUCCESS new=SUCCESS",
            "rename   FAILURE new=FAILURE",
            "rename   RUNNING new=RUNNING",
            "rename   REVERTING new=REVERTING",
            "rename   REVERTED new=REVERTED",
            "rename   IGNORE new=IGNORE",
            "rename   REVERT_FAILURE DEAD01",
            "version  PENDING -",
            "version  SUCCESS old=SUCCESS",
            "version  FAILURE old=FAILURE",
            "version  RUNNING DOUBT01",
            "version  REVERTING DOUBT01",
            "version  REVERTED old=REVERTED",
            "version  IGNORE old=IGNORE",
            "version  REVERT_FAILURE DEAD01",
            "minor    RUNNING old=RUNNING",
            "minor    REVERTING old=REVERTING",
            "pending  RUNNING old=PENDING",
            "pending  REVERTING old=REVERTING",
            "drop     PENDING -",
            "drop     SUCCESS -",
            "drop     FAILURE FAIL01",
            "drop     RUNNING DOUBT01",
            "drop     REVERTING DOUBT01",
            "drop     REVERTED -",
            "drop     IGNORE -",
            "drop     REVERT_FAILURE DEAD01",
            "split    PENDING -",
            "split    SUCCESS new=SUCCESS,other=SUCCESS",
            "split    FAILURE FAIL01",
            "split    RUNNING DOUBT01",
            "split    REVERTING DOUBT01",
            "split    REVERTED new=REVERTED,other=REVERTED",
            "split    IGNORE new=IGNORE,other=IGNORE",
            "split    REVERT_FAILURE DEAD01",
            "reset    SUCCESS old=PENDING",
            "reset    FAILURE old=PENDING",
            "reset    RUNNING DOUBT01",
            "reset    IGNORE old=PENDING",
            "reset    REVERT_FAILURE DEAD01")
        .map(line -> Arguments.of((Object[]) line.split(" +")));
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @MethodSource("table")
  void isAsTheTableSays(String operation, AtomState state, String expected)
      throws InterruptedException {
    Flow old = linear(lab.task("first"), lab.task("old").sideEffects(false));
    Intention intention =
        Stream.of(AtomState.REVERTING, AtomState.REVERTED, AtomState.REVERT_FAILURE)
                .anyMatch(state::equals)
            ? Intention.REVERT
            : state == AtomState.IGNORE ? Intention.IGNORE : Intention.EXECUTE;
    AtomRecord row =
        Lab.row("old", state, state == AtomState.SUCCESS ? "{}" : null).intending(intention);
    lab.in(FlowState.RUNNING);
    FlowId id =
        state == AtomState.PENDING
            ? lab.given(old, Lab.done("first"))
            : lab.given(old, Lab.done("first"), row);
    Migrations migrations = book(definition(operation));
    if (expected.matches("[A-Z]+[0-9]+")) {
      assertThat(lab.refused(id, code(operation), migrations).findings())
          .filteredOn(Finding::isError)
          .extracting(finding -> finding.code().name())
          .containsExactly(expected);
      return;
    }
    Outcome outcome = lab.migrate(id, code(operation), migrations);
    assertThat(outcome).isInstanceOf(Outcome.Migrated.class);
    List<String> left =
        lab.stored(id).touched().values().stream()
            .filter(atom -> !atom.name().template().equals("first"))
            .map(atom -> atom.name() + "=" + atom.state())
            .toList();
    assertThat(left)
        .isEqualTo(expected.equals("-") ? List.of() : Arrays.asList(expected.split(",")));
    lab.stored(id).touched().values().stream()
        .filter(atom -> !atom.name().template().equals("first") && !operation.equals("reset"))
        .forEach(atom -> assertThat(atom.intention()).isEqualTo(intention));
  }

  private Flow code(String operation) {
    return switch (operation) {
      case "rename" -> linear(lab.task("first"), lab.task("new"));
      case "version", "pending" -> linear(lab.task("first"), lab.task("old").version(2, 0));
      case "minor" -> linear(lab.task("first"), lab.task("old").version(1, 1));
      case "drop" -> linear(lab.task("first"));
      case "split" -> linear(lab.task("first"), lab.task("new"), lab.task("other"));
      case "reset" -> linear(lab.task("first"), lab.task("old"));
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static Consumer<BookBuilder> definition(String operation) {
    return b ->
        b.step(
            "s",
            s -> {
              s.allow("SKIP01", "neither release has a decider here");
              switch (operation) {
                case "rename" -> s.rename("old", "new");
                case "version" -> s.version("old", "1.0", "2.0", OutputMap.SAME);
                case "pending" ->
                    s.inDoubt(InDoubt.AS_PENDING).version("old", "1.0", "2.0", OutputMap.SAME);
                case "minor" -> s.version("old", "1.0", "1.1", OutputMap.SAME);
                case "drop" -> s.drop("old");
                case "split" -> s.split("old", Part.of("new", "1.0"), Part.of("other", "1.0"));
                case "reset" -> s.reset("old");
                default -> throw new IllegalArgumentException(operation);
              }
            });
  }
}
