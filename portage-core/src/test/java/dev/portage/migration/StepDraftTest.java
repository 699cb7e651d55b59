package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Implementations;
import dev.portage.migration.StepDraft.Question;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.Stamp;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.Versioned;
import tools.jackson.databind.node.ObjectNode;

class StepDraftTest {
  @TempDir private Path directory;

  private static Task task(String name, List<String> requires, List<String> provides) {
    return Task.named(name)
        .requires(requires.stream().map(s -> Slot.of(s, Object.class)).toArray(Slot<?>[]::new))
        .provides(provides.stream().map(s -> Slot.of(s, Object.class)).toArray(Slot<?>[]::new));
  }

  private static final Task QUOTE = task("quote", List.of("order"), List.of("price"));
  private static final Task CHARGE =
      task("charge", List.of("order", "price"), List.of("receipt")).revert(in -> {});
  private static final Task SHIP = task("ship", List.of("order"), List.of("label", "slip"));
  private static final Task NOTIFY = task("notify", List.of("receipt", "slip"), List.of());

  private static Shape shape(Task... tasks) {
    Flow.Builder flow = Flow.linear("order");
    List.of(tasks).forEach(flow::add);
    return Shape.of(flow.build());
  }

  private static final Shape STORED = shape(QUOTE, CHARGE, SHIP, NOTIFY);

  private static List<String> words(StepDraft draft) {
    return draft.operations().stream().map(Operation::describe).toList();
  }

  @Test
  void nothingIsToBeSaidOfEqualShapesAndOfNewTasks() {
    assertThat(StepDraft.between(STORED, STORED).isEmpty()).isTrue();
    Task audit = task("audit", List.of("order"), List.of());
    assertThat(StepDraft.between(STORED, shape(QUOTE, audit, CHARGE, SHIP, NOTIFY)).isEmpty())
        .isTrue();
  }

  @Test
  void whatTheCodeSaysOfFormerNamesDecides() {
    Task bill = task("x", List.of(), List.of("something")).formerly("charge");
    StepDraft draft = StepDraft.between(STORED, shape(QUOTE, bill, SHIP, NOTIFY));
    assertThat(words(draft)).containsExactly("rename charge -> x");
    assertThat(draft.questions()).isEmpty();
  }

  @Test
  void aTaskThatIsTheSameButForItsNameIsRenamed() {
    StepDraft draft =
        StepDraft.between(STORED, shape(QUOTE, CHARGE.as("charge-card"), SHIP, NOTIFY));
    assertThat(words(draft)).containsExactly("rename charge -> charge-card");
    assertThat(draft.retired()).containsExactly("charge");
  }

  @Test
  void aRenamedTaskOfAHigherVersionIsTwoOperations() {
    Shape now = shape(QUOTE, CHARGE.as("charge-card").version(2, 0), SHIP, NOTIFY);
    StepDraft draft = StepDraft.between(STORED, now);
    assertThat(words(draft).get(0)).isEqualTo("rename charge -> charge-card");
    assertThat(draft.operations().get(1).line())
        .startsWith(".version(\"charge-card\", \"1.0\", \"2.0\"");
    assertThat(draft.source("s"))
        .contains(".version(\"charge-card\", \"1.0\", \"2.0\", out -> ...)");
  }

  @Test
  void aTaskThatNothingIsLikeIsGone() {
    StepDraft draft = StepDraft.between(STORED, shape(QUOTE, CHARGE, SHIP));
    assertThat(words(draft)).containsExactly("drop notify");
  }

  @Test
  void ofTwoThatAreAlikeNoneIsTakenWithoutAsking() {
    Task one = task("pay-a", List.of("order", "price"), List.of("receipt"));
    Task other = task("pay-b", List.of("order", "price"), List.of("receipt"));
    StepDraft draft = StepDraft.between(STORED, shape(QUOTE, one, other, SHIP, NOTIFY));
    assertThat(draft.operations()).isEmpty();
    assertThat(draft.questions()).extracting(Question::gone).containsExactly("charge");
    assertThat(draft.questions().get(0).candidates())
        .extracting(Candidate::fresh)
        .contains(List.of("pay-a"), List.of("pay-b"));
    assertThat(draft.to()).isNull();
    assertThatThrownBy(() -> draft.write(new StepBuilder("s", List.of())))
        .hasMessageContaining("charge");
    StepDraft answered = draft.renamed("charge", "pay-b");
    assertThat(answered.questions()).isEmpty();
    assertThat(words(answered)).containsExactly("rename charge -> pay-b");
    assertThat(words(draft.dropped("charge"))).containsExactly("drop charge");
  }

  @Test
  void whatIsBehindTheNamesTellsThemApart() {
    Task one = CHARGE.as("charge-a");
    Task other = CHARGE.as("charge-b");
    Implementations known =
        new Implementations(
            Map.of("charge", "shop.Charge"),
            Map.of("charge-a", "shop.Dry", "charge-b", "shop.Charge"));
    Shape now = shape(QUOTE, one, other, SHIP, NOTIFY);
    assertThat(words(StepDraft.between(STORED, now, known)))
        .containsExactly("rename charge -> charge-b");
  }

  @Test
  void whatProvidesTogetherWhatOneDidMayBeItsParts() {
    Task pick = task("pick", List.of("order"), List.of("slip"));
    Task pack = task("pack", List.of("order", "slip"), List.of("label"));
    StepDraft draft = StepDraft.between(STORED, shape(QUOTE, CHARGE, pick, pack, NOTIFY));
    assertThat(draft.questions().get(0).candidates())
        .extracting(Candidate::fresh)
        .contains(List.of("pick", "pack"));
    StepDraft answered = draft.split("ship", "pick", "pack");
    assertThat(words(answered)).containsExactly("split ship -> pick, pack");
    assertThat(answered.source("s"))
        .contains("Part.of(\"pick\", \"1.0\").taking(\"slip\")")
        .contains("Part.of(\"pack\", \"1.0\").taking(\"label\")");
  }

  @Test
  void whatProvidesWhatSeveralDidMayBeAllOfThem() {
    Task sell = task("sell", List.of("order"), List.of("price", "receipt"));
    StepDraft draft = StepDraft.between(STORED, shape(sell, SHIP, NOTIFY));
    assertThat(draft.questions()).extracting(Question::gone).containsExactly("quote", "charge");
    assertThat(draft.questions().get(0).candidates())
        .extracting(Candidate::gone)
        .contains(List.of("quote", "charge"));
    StepDraft answered = draft.merged(List.of("quote", "charge"), "sell");
    assertThat(answered.questions()).isEmpty();
    assertThat(words(answered)).hasSize(1).allMatch(word -> word.contains("merge"));
  }

  @Test
  void namesOfOtherShapesAreRefused() {
    StepDraft draft = StepDraft.between(STORED, shape(QUOTE, CHARGE, SHIP));
    assertThatThrownBy(() -> draft.renamed("melt", "ship")).hasMessageContaining("'melt'");
    assertThatThrownBy(() -> draft.renamed("notify", "melt")).hasMessageContaining("'melt'");
  }

  @Test
  void theStepHoldsItsAnchorsAndLeadsToTheTarget() {
    Shape now = shape(QUOTE, CHARGE.as("charge-card"), NOTIFY);
    StepDraft draft = StepDraft.between(STORED, now);
    Migrations migrations =
        Migrations.of(
            "order",
            book ->
                book.step(
                    "s",
                    step -> {
                      step.from(draft.from().toString());
                      draft.write(step.to(Objects.requireNonNull(draft.to()).toString()));
                    }));
    Plan plan = new Planner(migrations.book("order")).plan(STORED.atoms(), Stamp.NONE, now.atoms());
    assertThat(plan).isInstanceOf(Plan.Ready.class);
    assertThat(((Plan.Ready) plan).moves())
        .extracting(move -> move.by().name())
        .containsExactly("step s");
  }

  @Test
  void whatOtherShapesLackIsOptional() {
    Shape older = shape(QUOTE, CHARGE);
    StepDraft draft =
        StepDraft.between(STORED, shape(QUOTE, CHARGE.as("charge-card"), SHIP))
            .alsoFor(List.of(older));
    assertThat(draft.source("s"))
        .contains(".rename(\"charge\", \"charge-card\")\n")
        .contains(".drop(\"notify\").optional()");
  }

  @Test
  void aDraftWithoutQuestionsCompilesAndOneWithQuestionsDoesNot() {
    Task pick = task("pick", List.of("order"), List.of("slip"));
    Task pack = task("pack", List.of("order", "slip"), List.of("label"));
    Shape now = shape(QUOTE, CHARGE.as("charge-card"), pick, pack);
    StepDraft open = StepDraft.between(STORED, now);
    assertThat(open.source("2026-03-02-pack")).contains(".decide(\"ship\", ");
    assertThat(mistakes(open)).isNotEmpty().allMatch(line -> line.contains("decide"));
    StepDraft closed = open.split("ship", "pick", "pack");
    assertThat(mistakes(closed)).as(closed.source("2026-03-02-pack")).isEmpty();
  }

  @Test
  void theSourceIsReadAsItStandsInABook() {
    Task pick = task("pick", List.of("order"), List.of("slip"));
    Task pack = task("pack", List.of("order", "slip"), List.of("label", "weight"));
    Shape now = shape(QUOTE.version(2, 0), CHARGE.as("charge-card"), pick, pack);
    StepDraft open = StepDraft.between(STORED, now);
    assertThat(open.source("pack").lines())
        .containsExactly(
            "book.step(\"pack\",",
            "        step ->",
            "            step.from(\"" + STORED.fingerprint() + "\")",
            "            // what became of ship? pick 0.67; pack 0.56; split into pick, pack 0.75;"
                + " or nothing: .drop(\"ship\")",
            "            .decide(\"ship\", \"pick\", \"pack\")",
            "            // what became of notify? pack 0.48; pick 0.40;"
                + " or nothing: .drop(\"notify\")",
            "            .decide(\"notify\", \"pack\", \"pick\")",
            "            .rename(\"charge\", \"charge-card\")",
            "            .version(\"quote\", \"1.0\", \"2.0\", out -> ...));",
            "book.retired(\"charge\");");
    assertThat(open.split("ship", "pick", "pack").source("pack"))
        .contains(".split(\"ship\",\n")
        .contains("    Part.of(\"pick\", \"1.0\").taking(\"slip\"),\n")
        .contains("    Part.of(\"pack\", \"1.0\").output((old, part) -> ...))\n")
        .contains("book.retired(\"ship\", \"charge\", \"notify\");");
  }

  @Test
  void aVersionThatWentBackIsNoStep() {
    Shape newer = shape(QUOTE.version(2, 0));
    assertThat(StepDraft.between(newer, shape(QUOTE.version(1, 0))).isEmpty()).isTrue();
  }

  @Test
  void anAtomThatTwoHeirsNameIsAsked() {
    Task one = task("x", List.of("order"), List.of()).formerly("charge");
    Task other = task("y", List.of("order"), List.of()).formerly("charge");
    StepDraft draft = StepDraft.between(STORED, shape(QUOTE, one, other, SHIP, NOTIFY));
    assertThat(draft.operations()).isEmpty();
    assertThat(draft.questions()).extracting(Question::gone).containsExactly("charge");
  }

  /** What the compiler says of the source. */
  private List<String> mistakes(StepDraft draft) {
    String source =
        "import dev.portage.migration.*; class Book { void fill(BookBuilder book) {\n"
            + draft.source("2026-03-02-pack")
            + "}}";
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Book.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    String classes =
        Stream.of(BookBuilder.class, ObjectNode.class, Nullable.class, Versioned.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> options = List.of("-proc:none", "-d", directory.toString(), "-cp", classes);
    assertThat(compiler.getTask(null, null, found, options, null, List.of(file)).call())
        .isNotNull();
    return found.getDiagnostics().stream().map(Object::toString).toList();
  }
}
