package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.Terminal.Keyboard;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.LeaseChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewVerbTest {
  private static final String STEP = "2026-06-01-split-ship";
  private static final Shape OLD = ShipModule.OLD;

  private final Shop shop = new Shop();
  private final String store = shop.url("drafting");
  @TempDir private Path directory;
  private String classPath = "";

  @BeforeEach
  void storeAFlow() {
    shop.submit("order-1", OLD);
    classPath = ClassPaths.of(directory, ShipModule.class.getName());
  }

  private CommandRun run(@Nullable Keyboard keyboard, String... args) {
    List<String> all = new ArrayList<>(List.of("new", STEP, "--type", "checkout"));
    all.addAll(List.of("--store", store, "--class-path", classPath));
    all.addAll(List.of(args));
    return CommandRun.on(StandardCharsets.UTF_8, keyboard, all.toArray(String[]::new));
  }

  private CommandRun java(@Nullable Keyboard keyboard, String... args) {
    List<String> all = new ArrayList<>(List.of("--package", "shop.steps"));
    all.addAll(List.of("--dir", directory + "/main", "--test-dir", directory + "/test"));
    all.addAll(List.of(args));
    return run(keyboard, all.toArray(String[]::new));
  }

  private String tidy(String text) {
    return text.replace(directory.toString(), "DIR");
  }

  private String written(String path) {
    try {
      return Files.readString(directory.resolve(path));
    } catch (IOException e) {
      throw new AssertionError(path + " is not written", e);
    }
  }

  /** Somebody who types these lines; what is asked is noted. */
  private static Keyboard typing(StringBuilder session, String... lines) {
    Iterator<String> left = List.of(lines).iterator();
    return question -> {
      String line = left.hasNext() ? left.next() : null;
      session.append(question).append(line == null ? "^D" : line).append('\n');
      return line;
    };
  }

  @Test
  void aPersonIsAskedWithScoresAndReasons() {
    StringBuilder session = new StringBuilder();
    CommandRun run = java(typing(session, "all", "3"));
    Golden.matches("new-session.txt", session + tidy(run.out()));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    Golden.matches("new-rename.java.txt", written("main/shop/steps/SplitShip.java"));
    Golden.matches("new-test.java.txt", written("test/shop/steps/SplitShipTest.java"));
  }

  @Test
  void whoStopsAnsweringHasNothingWritten() {
    CommandRun run = java(typing(new StringBuilder()));
    assertThat(run.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(run.err()).contains("nothing was written");
    assertThat(directory.resolve("main")).doesNotExist();
  }

  @Test
  void whatIsLeftForLaterIsAskedOnceAndWrittenOpen() {
    CommandRun run = java(typing(new StringBuilder(), "5"));
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("undecided ship", "next: decide what is open in ");
    assertThat(written("main/shop/steps/SplitShip.java")).contains(".decide(\"ship\", ");
  }

  @Test
  void withoutATerminalTheOptionsThatAnswerAreNamed() {
    CommandRun run = java(null);
    Golden.matches("new-without-terminal.txt", tidy(run.err()));
    assertThat(run.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(directory.resolve("main")).doesNotExist();
  }

  @Test
  void everyOptionAnswers() {
    assertThat(java(null, "--split", "ship=pick,pack").out())
        .contains("± split ship -> pick, pack");
    assertThat(written("main/shop/steps/SplitShip.java"))
        .contains("Part.of(\"pick\", \"1.0\").taking(\"slip\")")
        .contains("Part.of(\"pack\", \"1.0\").taking(\"label\")");
    assertThat(java(null, "--force", "--rename", "ship=pack").out()).contains("~ rename ship");
    assertThat(java(null, "--force", "--drop", "ship").out()).contains("- drop ship");
    assertThat(java(null, "--force", "--merge", "ship,charge=pick").err())
        .contains("--merge: 'charge' is still in the code");
    CommandRun open = java(null, "--force", "--undecided");
    assertThat(open.out()).contains("? undecided ship");
    assertThat(open.code()).isZero();
  }

  @Test
  void answersThatAreNotOfTheseShapesAreRefused() {
    for (String[] wrong :
        new String[][] {
          {"--rename", "ship"},
          {"--rename", "ship=pick,pack"},
          {"--rename", "melt=pick"},
          {"--rename", "ship=melt"},
          {"--rename", "ship=charge"},
          {"--split", "ship=pick"},
          {"--merge", "ship=pick"},
          {"--drop", "charge"},
          {"--drop", "ship", "--drop", "ship"},
          {"--drop", "ship", "--rename", "ship=pick"}
        }) {
      CommandRun run = java(null, wrong);
      assertThat(run.code()).as(String.join(" ", wrong)).isEqualTo(ExitCode.USAGE.code());
      assertThat(run.err())
          .contains(wrong[0].equals("--drop") && wrong.length == 4 ? "twice" : "next:");
    }
    assertThat(directory.resolve("main")).doesNotExist();
  }

  @Test
  void nothingIsOverwrittenWithoutForce() throws IOException {
    Path mine = directory.resolve("test/shop/steps/SplitShipTest.java");
    Files.createDirectories(mine.getParent());
    Files.writeString(mine, "mine");
    CommandRun run = java(null, "--drop", "ship");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("SplitShipTest.java' is there already", "--force");
    assertThat(mine).hasContent("mine");
    assertThat(directory.resolve("main")).doesNotExist();
    assertThat(java(null, "--drop", "ship", "--force").code()).isZero();
    assertThat(written("test/shop/steps/SplitShipTest.java")).contains("class SplitShipTest");
  }

  @Test
  void whatTheShapesTellIsNotAsked() {
    classPath = ClassPaths.of(directory, ShipModule.Sure.class.getName());
    CommandRun run = java(null, "-o", "json");
    Golden.matches("new.json", tidy(run.out()));
    assertThat(run.code()).isZero();
    assertThat(written("main/shop/steps/SplitShip.java"))
        .contains(".rename(\"ship\", \"send\")")
        .contains(".version(\"charge\", \"1.0\", \"2.0\", out -> ...)");
  }

  @Test
  void severalShapesAreListedAndOneIsChosen() {
    shop.submit("order-2", Shop.shape(Shop.atom("ship", "1.0", "order", "slip")));
    CommandRun run = java(null, "--drop", "ship");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("several shapes", OLD.fingerprint().brief(), "--from");
    String prefix = OLD.fingerprint().hex().substring(0, 4);
    assertThat(java(null, "--drop", "ship", "--from", prefix).code()).isZero();
    assertThat(written("main/shop/steps/SplitShip.java"))
        .contains("from(\"" + OLD.fingerprint().brief());
    assertThat(java(null, "--from", "ffff").err()).contains("no flow 'checkout' of a shape 'ffff'");
    assertThat(java(null, "--from", "x").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void aStepComesAfterThoseOfTheBook() {
    classPath = ClassPaths.of(directory, ShipModule.WithBook.class.getName());
    assertThat(java(null, "--drop", "ship").code()).isZero();
    assertThat(written("main/shop/steps/SplitShip.java")).contains(".after(\"2026-05-01-bill\")");
    CommandRun file = run(null, "--drop", "ship", "--file", directory + "/m/split.yaml");
    assertThat(file.err()).contains("a flow has one book", "leave out --file");
  }

  @Test
  void shapesInAFileStandForCode() throws IOException {
    Path target = directory.resolve("target.shapes");
    Files.writeString(target, OLD.text().replace("task ship ", "task send "));
    Path file = directory.resolve("books/send.yaml");
    List<String> shapes = List.of("--store", store, "--target", target.toString());
    List<String> all = new ArrayList<>(List.of("new", STEP, "--type", "checkout"));
    all.addAll(shapes);
    all.addAll(List.of("--rename", "ship=send", "--file", file.toString()));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.out()).contains("~ rename ship -> send", "wrote " + file);
    List<String> plan = new ArrayList<>(List.of("plan", "--migrations", directory + "/books"));
    plan.addAll(shapes);
    assertThat(CommandRun.of(plan.toArray(String[]::new)).out())
        .contains("step " + STEP, "1 clean");
  }

  @Test
  void shapesThatHaveOnlyAPartMakeItOptional() {
    shop.submit("order-2", Shop.shape(Shop.atom("ship", "1.0", "order", "slip")));
    classPath = ClassPaths.of(directory, ShipModule.Merged.class.getName());
    String prefix = OLD.fingerprint().hex().substring(0, 8);
    CommandRun run = java(null, "--from", prefix, "--drop", "ship", "--drop", "charge");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(written("main/shop/steps/SplitShip.java"))
        .contains(".drop(\"ship\")\n", ".drop(\"charge\").optional()");
  }

  @Test
  void aShapeThatStepsCarryOverNeedsNoOther() {
    shop.submit("order-2", Shop.shape(Shop.atom("bill", "1.0", "order", "receipt")));
    shop.change("order-1", OLD, FlowState.SUCCESS, LeaseChange.keep());
    classPath = ClassPaths.of(directory, ShipModule.WithBook.class.getName());
    assertThat(java(null).out()).contains("no unfinished flow waits for a step");
  }

  @Test
  void whereNoStepIsNeededNothingIsWritten() {
    shop.change("order-1", OLD, FlowState.SUCCESS, LeaseChange.keep());
    CommandRun run = java(null);
    assertThat(run.out())
        .isEqualTo("checkout: no unfinished flow waits for a step; nothing was written\n");
    assertThat(run.code()).isZero();
    assertThat(directory.resolve("main")).doesNotExist();
  }

  @Test
  void namesThatCannotStandInSourcesAreRefused() {
    for (String name : List.of("a b", "../x", "")) {
      CommandRun run =
          CommandRun.of(
              "new", name, "--type", "checkout", "--store", store, "--class-path", classPath);
      assertThat(run.code()).as(name).isEqualTo(ExitCode.USAGE.code());
    }
    assertThat(run(null, "--package", "shop..x").err()).contains("no name of a package");
    assertThat(run(null, "--type", "melt").code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run(null, "--file", "x.json").err()).contains(".yaml");
  }
}
