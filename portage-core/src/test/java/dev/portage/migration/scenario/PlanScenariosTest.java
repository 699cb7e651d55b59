package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.shape.Shape;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.JournalEntry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Scenarios of what may stand in a book, and of what the journal says afterwards. */
class PlanScenariosTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();

  @Test
  void s47ASourceThatIsNamedTwiceIsRefused() throws InterruptedException {
    FlowId id = lab.given(linear(lab.task("a"), lab.task("b")), done("a"));
    Flow now = linear(lab.task("a"), lab.task("x"), lab.task("y"));
    Migrations twice = book(b -> b.step("twice", s -> s.rename("b", "x").rename("b", "y")));
    assertThat(lab.refused(id, now, twice).message()).contains("step twice", "b");
  }

  @Test
  void s47SourceAndTargetThatNobodyKnowsAreTold() throws InterruptedException {
    FlowId id = lab.given(linear(lab.task("a"), lab.task("b")), done("a"));
    Flow now = linear(lab.task("a"), lab.task("x"));
    Migrations source = book(b -> b.strict().step("source", s -> s.rename("nobody", "x")));
    assertThat(lab.refused(id, now, source).message()).contains("b@1.0", "x@1.0");
    Migrations target = book(b -> b.strict().step("target", s -> s.rename("b", "nobody")));
    assertThat(lab.refused(id, now, target).message()).contains("nobody@1.0", "x@1.0");
  }

  @Test
  void s47TasksThatWaitForEachOtherAreRefused() throws InterruptedException {
    FlowId id = lab.given(linear(lab.task("a"), lab.task("b")), done("a"));
    Flow now =
        Flow.graph(Lab.FLOW)
            .add(lab.task("a", List.of("y"), List.of("x")))
            .add(lab.task("b", List.of("x"), List.of("y")))
            .build();
    assertThat(lab.refused(id, now, STANDARD).message()).contains("cycle", "[a, b]");
  }

  private Flow made(int major, String last) {
    return linear(
        lab.task("a"),
        lab.task("b", List.of(), List.of("x")).version(major, 0),
        lab.task(last, List.of("x"), List.of()));
  }

  @Test
  void s58TheJournalSaysWhoDidWhatWhenAndWhatTheFlowWas() {
    Flow old = made(1, "c");
    Flow now = made(2, "d");
    FlowId id = lab.given(old, done("a"), done("b", "{\"x\":1}"));
    Migrations mapped =
        book(
            b ->
                b.step(
                    "cents",
                    s -> s.version("b", "1.0", "2.0", out -> out.put("x", 100)).rename("c", "d")));
    Migrator migrator =
        new Migrator(
            lab.store,
            FlowCatalog.of(Lab.FLOW, in -> now),
            mapped,
            new Migrator.Who("ann@host", lab.clock));
    assertThat(migrator.migrate(id)).isInstanceOf(Outcome.Migrated.class);

    assertThat(lab.journal(id)).hasSize(1);
    JournalEntry entry = lab.journal(id).get(0);
    assertThat(entry.made())
        .isEqualTo(new JournalEntry.Made(lab.clock.instant(), "ann@host", migrator.run()));
    assertThat(entry.from().fingerprint()).isEqualTo(Shape.of(old).fingerprint());
    assertThat(entry.to().fingerprint()).isEqualTo(Shape.of(now).fingerprint());
    assertThat(entry.steps()).containsExactly("step cents");
    assertThat(entry.moves().tree().toString()).contains("step cents", "b", "1.0", "2.0", "c", "d");
  }

  /** Of the flows that the store has, those in which b has run in that version. */
  private List<FlowId> ranB(String version) {
    return lab.store.find(FlowQuery.all()).stream()
        .map(FlowHeader::id)
        .filter(id -> versionsOfB(id).anyMatch(version::equals))
        .toList();
  }

  /** The version that b ran in: of the row before the first migration if there was one. */
  private Stream<String> versionsOfB(FlowId id) {
    List<JournalEntry> journal = lab.journal(id);
    if (journal.isEmpty()) {
      return Stream.ofNullable(lab.atom(id, "b").execution().version());
    }
    JsonNode before = journal.get(0).before().tree();
    return before.path("atoms").values().stream()
        .filter(row -> row.path("template").asString().equals("b"))
        .map(row -> row.path("version").asString());
  }

  @Test
  void s58WhichFlowsRanAVersionIsStillKnown() throws InterruptedException {
    Flow old = made(1, "c");
    Flow now = made(2, "c");
    FlowId mapped = lab.given(old, done("a"), done("b", "{\"x\":1}"));
    FlowId later = lab.given(old, done("a"));
    FlowId untouched = lab.given(old, done("a"), done("b", "{\"x\":1}"));
    Migrations cents =
        book(b -> b.step("cents", s -> s.version("b", "1.0", "2.0", out -> out.put("x", 100))));
    lab.resume(mapped, now, cents);
    lab.resume(later, now, cents);
    assertThat(lab.atom(later, "b").execution().version()).isEqualTo("2.0");
    assertThat(lab.atom(mapped, "a").execution().version()).isEqualTo("1.0");
    assertThat(ranB("1.0")).containsExactly(mapped, untouched);
  }
}
