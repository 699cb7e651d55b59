package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.BookReport;
import dev.portage.migration.Finding;
import dev.portage.migration.Forecasts;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.OutputMap;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.model.Flow;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.Stamp;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BookReportTest {
  private final Lab lab = new Lab();
  private final Flow old = linear(lab.task("charge"), lab.task("ship"));
  private final Flow now = linear(lab.task("charge-card"), lab.task("ship"));

  private BookReport report(Flow code, Migrations migrations) {
    FlowCatalog catalog = FlowCatalog.of(Lab.FLOW, in -> code);
    return BookReport.of(
            lab.store,
            migrations,
            new Forecasts(lab.store, catalog, migrations).forecast(FlowQuery.all()))
        .get(0);
  }

  private static List<String> codes(BookReport report) {
    return report.findings().stream().map(f -> f.code() + " " + f.atom()).toList();
  }

  @Test
  void aStepIsDeadOnceNoUnfinishedFlowNeedsItOrWhatComesBeforeIt() {
    Migrations migrations =
        book(
            b ->
                b.step("card", s -> s.rename("charge", "charge-card"))
                    .step("mail", s -> s.after("card").drop("mail")));
    lab.given(old, done("charge"));
    assertThat(codes(report(now, migrations)))
        .as("mail concerns nobody, but flows that it would be retired with need card")
        .isEmpty();
    lab.migrate(lab.store.find(FlowQuery.all()).get(0).id(), now, migrations);
    BookReport report = report(now, migrations);
    assertThat(codes(report)).containsExactly("STEP01 step card", "STEP01 step mail");
    Finding dead = report.findings().get(0);
    assertThat(dead.isError()).isFalse();
    assertThat(dead.remedies()).containsExactly("book.retiredSteps(\"card\")");
  }

  @Test
  void aRetiredStepIsKnownStill() {
    lab.stamped(Stamp.of(List.of("card"))).given(now);
    Migrations retired = book(b -> b.retiredSteps("card"));
    assertThat(codes(report(now, retired))).isEmpty();
    assertThat(lab.migrate(lab.store.find(FlowQuery.all()).get(0).id(), now, retired))
        .isInstanceOf(Outcome.Current.class);
  }

  @Test
  void aStepThatWasChangedAfterItWasUsedIsTold() {
    Migrations first = book(b -> b.step("card", s -> s.rename("charge", "charge-card")));
    lab.migrate(lab.given(old), now, first);
    assertThat(lab.journal(lab.store.find(FlowQuery.all()).get(0).id()).get(0).stepDigests())
        .containsOnlyKeys("card")
        .hasValueSatisfying(
            new Condition<>(digest -> digest.matches("s1:[0-9a-f]{64}"), "a digest"));
    lab.given(old);
    assertThat(codes(report(now, first))).isEmpty();
    Migrations changed =
        book(b -> b.step("card", s -> s.rename("charge", "charge-card").reset("ship")));
    assertThat(codes(report(now, changed))).containsExactly("STEP04 step card");
    assertThat(report(now, changed).findings().get(0).sentence())
        .isEqualTo("step card was changed after flows had been through it");
  }

  @Test
  void whatASquashDoesIsComparedOnEveryStoredShape() {
    lab.given(old);
    lab.stamped(Stamp.of(List.of("b"))).given(linear(lab.task("charge-card").version(2, 0)));
    Flow two = linear(lab.task("charge-card").version(2, 0), lab.task("ship"));
    assertThat(report(two, squashed(OutputMap.SAME)).squashes())
        .extracting(Comparison::result)
        .containsExactlyInAnyOrder(Result.SAME, Result.NOT_NEEDED);
    assertThat(codes(report(two, squashed(OutputMap.SAME)))).doesNotContain("STEP05 step s");
    assertThat(codes(report(two, squashed(out -> {})))).contains("STEP05 step s");
  }

  private static Migrations squashed(OutputMap map) {
    return book(
        b ->
            b.step("a", s -> s.rename("charge", "charge-card"))
                .step("b", s -> s.after("a").version("charge-card", "1.0", "2.0", OutputMap.SAME))
                .step(
                    "s",
                    s ->
                        s.replaces("a", "b")
                            .rename("charge", "charge-card")
                            .version("charge-card", "1.0", "2.0", map)));
  }

  @Test
  void namesWithIdsAreToldAsSoonAsTwoFlowsShowThem() {
    Flow one = linear(lab.task("delete-1f0c2a7e-9a41-4a55-8f3e-0b6c5d4e3f21"));
    lab.given(one);
    assertThat(codes(report(one, book(b -> {})))).isEmpty();
    lab.given(linear(lab.task("delete-77aa01c5-0000-4a55-8f3e-0b6c5d4e3f21")));
    BookReport report = report(one, book(b -> {}));
    assertThat(codes(report)).containsExactly("NAME02 delete-<id>");
    assertThat(report.findings().get(0).advice()).contains("FanOut.over");
  }

  @Test
  void numbersInNamesAreToldOnlyIfEveryShapeHasItsOwn() {
    Flow two = linear(lab.task("pack-1"), lab.task("pack-2"));
    lab.given(two);
    lab.given(linear(lab.task("pack-1"), lab.task("pack-2"), lab.task("pack-3")));
    lab.given(linear(lab.task("pack-1")));
    assertThat(codes(report(two, book(b -> {})))).isEmpty();
    lab.given(linear(lab.task("refund-17")));
    lab.given(linear(lab.task("refund-42")));
    assertThat(codes(report(two, book(b -> {})))).as("two may be a rename").isEmpty();
    lab.given(linear(lab.task("refund-43")));
    assertThat(codes(report(two, book(b -> {})))).containsExactly("NAME02 refund-<number>");
  }

  @Test
  void aRetiredNameInTheCodeIsToldWithoutAnyFlowToMigrate() {
    lab.given(now);
    assertThat(codes(report(now, book(b -> b.retired("ship"))))).containsExactly("NAME01 ship");
  }

  /** A map of the user's own that is a record: code, whatever it holds. */
  private record Keeping(String why) implements OutputMap {
    @Override
    public void map(ObjectNode slots) {
      slots.put("why", why);
    }
  }

  @Test
  void aMapThatIsARecordIsCodeLikeAnyOther() {
    assertThat(keeping("x").digest("v"))
        .isEqualTo(keeping("y").digest("v"))
        .isEqualTo(
            MigrationBook.of(b -> b.step("v", s -> s.version("a", "1.0", "2.0", out -> {})))
                .digest("v"));
  }

  private static MigrationBook keeping(String why) {
    return MigrationBook.of(b -> b.step("v", s -> s.version("a", "1.0", "2.0", new Keeping(why))));
  }

  @Test
  void whyAFindingIsAllowedIsInTheJournal() {
    Migrations allowing =
        book(
            b ->
                b.step(
                    "no-charge",
                    s -> s.drop("charge").allow("LEAK01", "PAY-812: charges are settled")));
    FlowId id =
        lab.given(linear(lab.undoable(lab.task("charge")), lab.task("ship")), done("charge"));
    assertThat(lab.migrate(id, linear(lab.task("ship")), allowing))
        .isInstanceOf(Outcome.Migrated.class);
    JsonNode noted = lab.journal(id).get(0).moves().tree().path("findings").path(0);
    assertThat(noted.path("code").asString()).isEqualTo("LEAK01");
    assertThat(noted.path("severity").asString()).isEqualTo("info");
    assertThat(noted.path("sentence").asString())
        .endsWith("(allowed by step no-charge: PAY-812: charges are settled)");
  }
}
