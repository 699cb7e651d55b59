package dev.portage.cli;

import static dev.portage.cli.Provocations.flow;
import static dev.portage.cli.Provocations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.FindingCode;
import dev.portage.migration.OutputMap;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.LeaseChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every finding, as an operator gets to read it. */
class ProvokedFindingsTest {
  @TempDir private Path directory;

  private String run(Provocation provoked, String url, String verb, String... more) {
    provoked.deploy();
    List<String> args = new ArrayList<>(List.of(verb, "--store", url));
    args.addAll(List.of("--class-path", ClassPaths.of(directory, Provocation.Module.class)));
    args.addAll(List.of(more));
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    return run.out() + run.err();
  }

  static List<Provocation> all() {
    return Provocations.all().toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void itIsSaidInPlainWordsWithAWayOut(Provocation provoked) {
    String said = run(provoked, provoked.store().url("provoked"), provoked.verb);
    assertThat(said).contains(provoked.code + " " + provoked.code.severity());
    isReadable(said);
    assertThat(below(said, provoked.code)).containsAnyOf("remedy", "advice");
  }

  private static void isReadable(String said) {
    assertThat(said)
        .doesNotContain("dev.portage", "java.", "Exception", "Optional[", "null")
        .doesNotContainPattern("[0-9a-f]{40}");
  }

  /** What stands below a finding, as far as it belongs to it. */
  private static String below(String said, FindingCode code) {
    return said.lines()
        .dropWhile(line -> !line.contains(code + " " + code.severity()))
        .skip(1)
        .takeWhile(line -> line.startsWith("      "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void twoStepsThatTouchOneTaskAreSaidBeforeAnythingElse() {
    Provocation provoked = entangled();
    String said = run(provoked, provoked.store().url("provoked"), "plan");
    isReadable(said);
    assertThat(said).contains("STEP02", "charge", "after(");
  }

  @Test
  void aStepThatWasChangedSinceItWasUsedIsSaidByCheck() {
    Provocation used = paying();
    String url = used.store().url("provoked");
    assertThat(run(used, url, "migrate", "--yes")).contains("1 migrated");
    String said = run(payingOtherwise(), url, "check");
    isReadable(said);
    assertThat(below(said, FindingCode.STEP04)).contains("advice");
  }

  @Test
  void aFlowThatIsPastAnUndoSaysWhy() {
    Provocation used = paying();
    Shop shop = used.store();
    String url = shop.url("provoked");
    run(used, url, "migrate", "--yes");
    shop.change(
        "order-1",
        Shape.of(used.now),
        FlowState.SUSPENDED,
        LeaseChange.keep(),
        Shop.done("notify", "{\"mail\":\"m-1\"}"));
    String said = run(used, url, "undo", "--flow", "order-1", "--dry-run");
    isReadable(said);
    assertThat(said).contains("UNDO01", "order-1");
  }

  @Test
  void noFindingIsLeftOut() {
    Set<FindingCode> left = EnumSet.allOf(FindingCode.class);
    left.removeAll(all().stream().map(provoked -> provoked.code).toList());
    assertThat(left)
        .containsExactlyInAnyOrder(
            FindingCode.STEP02, FindingCode.STEP04, FindingCode.UNDO01, FindingCode.RAW01);
  }

  @ParameterizedTest
  @EnumSource(FindingCode.class)
  void showExplainsItInPlainWords(FindingCode code) {
    CommandRun run = CommandRun.of("show", code.name());
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(code + ": " + code.title())
        .doesNotContain("dev.portage", "java.", "Optional[", "`");
  }

  /** Two steps that nothing orders. */
  private static Provocation entangled() {
    Flow old = flow(task("charge", "receipt"));
    return Provocation.of(FindingCode.STEP02, old, old)
        .with(
            book ->
                book.step("a", step -> step.rename("charge", "pay"))
                    .step("b", step -> step.drop("charge")));
  }

  /** A step of one kind. */
  private static Provocation paying() {
    Flow old = flow(task("charge", "receipt"), task("ship", "label"));
    Flow now =
        flow(task("pay", "receipt").version(2, 0), task("ship", "label"), task("notify", "mail"));
    return Provocation.of(FindingCode.UNDO01, old, now)
        .with(
            book ->
                book.step(
                    "pay",
                    step ->
                        step.rename("charge", "pay").version("pay", "1.0", "2.0", OutputMap.SAME)));
  }

  /** The same step, which says something else. */
  private static Provocation payingOtherwise() {
    Flow now = paying().now;
    return Provocation.of(FindingCode.STEP04, now, now)
        .with(book -> book.step("pay", step -> step.rename("charge", "pay")));
  }
}
