package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.FlowModule;
import dev.portage.files.MigrationFiles;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.Move;
import dev.portage.migration.Plan;
import dev.portage.migration.Planner;
import dev.portage.model.DefinitionException;
import dev.portage.shape.Shape;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code portage new} writes is what a compiler and the reader of files take, or refuse. */
class DraftedStepTest {
  private final Shop shop = new Shop();
  private final String store = shop.url("drafted");
  @TempDir private Path directory;

  @BeforeEach
  void storeAFlow() {
    shop.submit("order-1", ShipModule.OLD);
  }

  private void draft(Class<? extends FlowModule> module, String... answers) {
    for (List<String> kind :
        List.of(
            List.of("--dir", directory + "/src", "--test-dir", directory + "/src"),
            List.of("--file", directory + "/books/ship.yaml"))) {
      List<String> all = new ArrayList<>(List.of("new", "2026-06-01-ship", "--type", "checkout"));
      all.addAll(List.of("--store", store, "--class-path", ClassPaths.of(directory, module)));
      all.addAll(kind);
      all.addAll(List.of(answers));
      CommandRun run = CommandRun.of(all.toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  /** What the compiler says of the step and its test. */
  private List<String> mistakes() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      Iterable<? extends JavaFileObject> sources =
          files.getJavaFileObjects(
              directory.resolve("src/Ship.java"), directory.resolve("src/ShipTest.java"));
      compiler.getTask(null, files, found, options, null, sources).call();
    }
    return found.getDiagnostics().stream().map(Object::toString).toList();
  }

  private Migrations files() {
    return MigrationFiles.in(directory.resolve("books"));
  }

  /** What both do to the stored flow, after the test that came along has passed. */
  private List<List<String>> bothPlans(Class<? extends FlowModule> module) throws Exception {
    assertThat(mistakes()).isEmpty();
    URL[] classes = {directory.resolve("classes").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      passTheTest(loader);
      Method addTo = loader.loadClass("Ship").getMethod("addTo", BookBuilder.class);
      Migrations java = Migrations.of("checkout", book -> call(addTo, book));
      return List.of(moves(java, target(module)), moves(files(), target(module)));
    }
  }

  private static void passTheTest(ClassLoader loader) throws ReflectiveOperationException {
    Constructor<?> test = loader.loadClass("ShipTest").getDeclaredConstructor();
    test.setAccessible(true);
    Method method = test.getDeclaringClass().getDeclaredMethod("aFlowThatHasNotBegunIsCarriedOver");
    method.setAccessible(true);
    method.invoke(test.newInstance());
  }

  private static void call(Method addTo, BookBuilder book) {
    try {
      addTo.invoke(null, book);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Shape target(Class<? extends FlowModule> module) throws Exception {
    Payload none = Shop.json("{}");
    return module
        .getDeclaredConstructor()
        .newInstance()
        .catalog()
        .target("checkout", none)
        .orElseThrow()
        .shape();
  }

  private static List<String> moves(Migrations migrations, Shape target) {
    Plan plan =
        new Planner(migrations.book("checkout"))
            .plan(ShipModule.OLD.atoms(), Stamp.NONE, target.atoms());
    assertThat(plan).isInstanceOf(Plan.Ready.class);
    List<String> moves = new ArrayList<>();
    for (Move move : ((Plan.Ready) plan).moves()) {
      moves.add(move.by().name() + " from " + move.before() + " to " + move.after());
      move.operations().forEach(operation -> moves.add(operation.describe()));
    }
    return moves;
  }

  private void replace(String file, String old, String now) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(old);
    Files.writeString(path, text.replace(old, now));
  }

  @Test
  void aSplitCompilesAndMeansTheSameInAFile() throws Exception {
    draft(ShipModule.class, "--split", "ship=pick,pack");
    Golden.matches("new-split.yaml", Files.readString(directory.resolve("books/ship.yaml")));
    List<List<String>> plans = bothPlans(ShipModule.class);
    assertThat(plans.get(0)).contains("split ship -> pick, pack").isEqualTo(plans.get(1));
  }

  @Test
  void aRenameAndADropCompileAndMeanTheSameInAFile() throws Exception {
    draft(ShipModule.class, "--rename", "ship=pack");
    List<List<String>> plans = bothPlans(ShipModule.class);
    assertThat(plans.get(0)).contains("rename ship -> pack").isEqualTo(plans.get(1));
    draft(ShipModule.class, "--drop", "ship", "--force");
    plans = bothPlans(ShipModule.class);
    assertThat(plans.get(0)).contains("drop ship").isEqualTo(plans.get(1));
  }

  @Test
  void aMergeCompilesAndMeansTheSameInAFile() throws Exception {
    draft(ShipModule.Merged.class, "--merge", "charge,ship=sell");
    List<List<String>> plans = bothPlans(ShipModule.Merged.class);
    assertThat(plans.get(0)).contains("merge charge, ship -> sell").isEqualTo(plans.get(1));
  }

  @Test
  void whatIsUndecidedDoesNotCompileAndIsRefusedWhenItIsRead() throws Exception {
    draft(ShipModule.class, "--undecided");
    assertThat(mistakes()).isNotEmpty().anyMatch(mistake -> mistake.contains("decide"));
    assertThatThrownBy(this::files)
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("unknown operation 'decide'");
    replace("src/Ship.java", ".decide(\"ship\", \"pick\", \"pack\")", ".drop(\"ship\")");
    replace("books/ship.yaml", "decide: [ship, pick, pack]", "drop: {task: ship}");
    List<List<String>> plans = bothPlans(ShipModule.class);
    assertThat(plans.get(0)).contains("drop ship").isEqualTo(plans.get(1));
  }

  @Test
  void aMapIsToBeWrittenBeforeItCompilesOrIsRead() throws Exception {
    draft(ShipModule.Sure.class);
    assertThat(mistakes()).isNotEmpty();
    assertThatThrownBy(this::files)
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("the expression cannot be read");
    replace("src/Ship.java", "out -> ...", "out -> out.put(\"receipt\", \"r\")");
    replace("books/ship.yaml", "\"...\"", "'{\"receipt\": \"r\"}'");
    List<List<String>> plans = bothPlans(ShipModule.Sure.class);
    assertThat(plans.get(0)).contains("rename ship -> send").isEqualTo(plans.get(1));
  }

  @Test
  void theTestOfAStepThatComesAfterOthersNeedsNoneOfThem() throws Exception {
    CommandRun run =
        CommandRun.of(
            "new",
            "2026-06-01-ship",
            "--type",
            "checkout",
            "--drop",
            "ship",
            "--dir",
            directory + "/src",
            "--test-dir",
            directory + "/src",
            "--store",
            store,
            "--class-path",
            ClassPaths.of(directory, ShipModule.WithBook.class));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(mistakes()).isEmpty();
    URL[] classes = {directory.resolve("classes").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      passTheTest(loader);
    }
  }
}
