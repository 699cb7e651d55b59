package dev.portage.testkit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowFactory;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.OnDone;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeLock;
import dev.portage.store.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of the twelve points finds the book or the flow that breaks its promise. */
class FlowMigrationContractTest {
  private static final Shape BEFORE = Shape.of(Orders.before());

  @TempDir private Path directory;

  private Setup setup(FlowFactory today, Consumer<BookBuilder> book) {
    return new Recorded(directory).setup(Orders.before(), today, book);
  }

  private Held held(FlowFactory today, Consumer<BookBuilder> book) {
    return Held.of(Recorded.unapproved(setup(today, book)));
  }

  private static Flow today(Inputs in) {
    return Orders.today();
  }

  private void write(String name, String text) {
    new Recorded(directory).write(name, text);
  }

  @Test
  void theRightBookKeepsEveryPromise() {
    Held held = held(FlowMigrationContractTest::today, Orders::book);
    assertThat(held.points()).as(held.messages(1)).isEmpty();
    assertThat(held.passed()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(held.aborted()).containsExactly(12);
  }

  @Test
  void point1FindsAShapeThatIsStuck() {
    Held held =
        held(
            FlowMigrationContractTest::today,
            book -> book.step("2026-03-02-rename", s -> s.rename("charge", "charge-card")));
    assertThat(held.points()).contains(1).doesNotContain(5);
    assertThat(held.messages(1))
        .contains("order", "(2026.01)", "is stuck", "weigh", "1.0", "2.0", "portage new");
  }

  @Test
  void point2FindsStepsThatTouchOneAtomInNoOrder() {
    Held held =
        held(
            FlowMigrationContractTest::today,
            book -> {
              Orders.book(book);
              book.step("2026-04-01-too", s -> s.rename("charge", "charge-it"));
            });
    assertThat(held.points()).contains(2).doesNotContain(1, 7);
    assertThat(held.messages(2)).contains("2026-04-01-too", "charge");
    assertThat(held.aborted()).contains(1, 7, 8, 9, 10, 11);
  }

  @Test
  void point2FindsANameThatIsUsedAgain() {
    Held held =
        held(
            FlowMigrationContractTest::today,
            book -> {
              Orders.book(book);
              book.retired("notify");
            });
    assertThat(held.points()).contains(2);
    assertThat(held.messages(2)).contains("NAME01", "notify");
  }

  @Test
  void point3FindsAFlowThatIsNeverTheSame() {
    Held held = Held.of(Recorded.unapproved(setup(Orders.fickle(), Orders::book)));
    assertThat(held.points()).contains(3);
    assertThat(held.messages(3)).contains("another shape each time");
  }

  @Test
  void point4FindsAStepThatNobodyNeeds() {
    Consumer<BookBuilder> book =
        b -> {
          Orders.book(b);
          b.step("2025-01-01-legacy", s -> s.drop("legacy", OnDone.FORGET));
        };
    Held held = held(FlowMigrationContractTest::today, book);
    assertThat(held.points()).containsExactly(4);
    assertThat(held.messages(4)).contains("2025-01-01-legacy", ".unused(");
    Setup said = setup(FlowMigrationContractTest::today, book);
    assertThat(
            Held.of(Recorded.unapproved(said.unused("2025-01-01-legacy", "2024 had no lock")))
                .points())
        .isEmpty();
  }

  @Test
  void point5FindsAReleaseThatWasNotRecorded() {
    Setup setup = setup(FlowMigrationContractTest::today, Orders::book);
    ShapeLock old =
        ShapeLock.empty()
            .add(ReleasedShape.of("order", "", BEFORE, Stamp.NONE.heads()).labelled("2026.01"));
    write("flow-shapes.lock", old.render());
    Held held = Held.of(Recorded.unapproved(setup));
    assertThat(held.points()).containsExactly(5);
    assertThat(held.messages(5)).contains("portage record");
    Held without = Held.of(setup.lock(directory.resolve("none.lock").toString()));
    assertThat(without.points()).contains(5);
    assertThat(without.messages(5)).contains("there is no lock");
  }

  @Test
  void point6FindsAnAnchorThatIsMissed() {
    Held held =
        held(
            FlowMigrationContractTest::today,
            book -> {
              book.step(
                  "2026-03-02-charge-by-card",
                  s ->
                      s.from(BEFORE.fingerprint().hex())
                          .to("00aa11bb22")
                          .rename("charge", "charge-card")
                          .version("charge-card", "1.0", "2.0"));
              book.step("2026-03-09-grams", Orders::grams);
            });
    assertThat(held.points()).contains(6);
    assertThat(held.messages(6)).contains("STEP03", "2026-03-02-charge-by-card");
  }

  @Test
  void point12FindsAPlanThatNobodyHasApproved() throws IOException {
    Setup setup = setup(FlowMigrationContractTest::today, Orders::book);
    Held held = Held.of(setup);
    assertThat(held.points()).containsExactly(12);
    assertThat(held.messages(12))
        .contains("there are no approved plans", "-Dportage.approve=true", "rename charge");
    String approved =
        Files.readString(Path.of("src/test/resources/orders/flow-plans.json"))
            .replace("rename charge -> charge-card", "rename charge -> charge-cash");
    write("flow-plans.json", approved);
    Held other = Held.of(setup);
    assertThat(other.points()).containsExactly(12);
    assertThat(other.messages(12))
        .contains("charge-cash", "now: ", "rename charge -> charge-card", "first difference");
  }
}
