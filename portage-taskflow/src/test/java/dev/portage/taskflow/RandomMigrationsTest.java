package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Part;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.UndoOutcome;
import dev.portage.model.AtomKind;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Random operations on every flow that TaskFlow has left, taken back: every byte is as it was. */
class RandomMigrationsTest {
  private static final int ROUNDS = Integer.getInteger("portage.taskflow.rounds", 6);

  @TempDir Path directory;

  @Test
  void whatIsUndoneIsByteForByteWhatItWas() throws IOException {
    long first = Long.getLong("portage.seed", new Random().nextLong());
    long migrated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (String fixture : Fixtures.ALL) {
        long seed = first + round;
        try {
          migrated += round(fixture, seed);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("seed " + seed + ", " + fixture, e);
        }
      }
    }
    assertThat(migrated).as("-Dportage.seed=" + first).isGreaterThan((long) ROUNDS);
  }

  private long round(String fixture, long seed) throws IOException {
    Path home = Files.createTempDirectory(directory, fixture);
    Path file = Fixtures.copy(fixture, home);
    Rows before = Rows.of(file);
    Migrating migrating = Migrating.in(file);
    long migrated = 0;
    Random random = new Random(seed);
    List<FlowHeader> flows = migrating.in(store -> store.find(FlowQuery.unfinished()));
    for (String name : flows.stream().map(FlowHeader::flow).distinct().toList()) {
      Shape shape =
          migrating.in(store -> shape(store.find(FlowQuery.unfinished().of(name)), store));
      Made made = new Made(random, shape);
      for (int times = 0; times < 2; times++) {
        Consumer<BookBuilder> book = made.next(times);
        Map<FlowId, Outcome> outcomes = migrating.migrate(name, made.target(name), book);
        migrated += outcomes.values().stream().filter(o -> o instanceof Outcome.Migrated).count();
      }
      for (int times = 0; times < 2; times++) {
        assertThat(migrating.undo(name, Migrations.of(name, made::book)).values())
            .allMatch(o -> o instanceof UndoOutcome.Undone || o instanceof UndoOutcome.Refused);
      }
    }
    assertThat(before.changes(Rows.of(file))).isEmpty();
    assertThat(Rows.of(file)).isEqualTo(before);
    return migrated;
  }

  private static Shape shape(List<FlowHeader> flows, dev.portage.store.FlowStore store) {
    return store.load(flows.get(0).id()).orElseThrow().shape();
  }

  /** A book that grows, and the atoms that it leads to. */
  private static final class Made {
    private final Random random;
    private final List<ShapeAtom> atoms;
    private final List<Consumer<BookBuilder>> steps = new ArrayList<>();
    private int names;

    Made(Random random, Shape shape) {
      this.random = random;
      this.atoms = new ArrayList<>(shape.inOrder());
    }

    String target(String flow) {
      return Shape.of(
              new dev.portage.shape.ShapeGroup(
                  flow, dev.portage.model.Pattern.UNKNOWN, List.copyOf(atoms), List.of()))
          .text();
    }

    void book(BookBuilder book) {
      steps.forEach(step -> step.accept(book));
    }

    Consumer<BookBuilder> next(int number) {
      List<Consumer<StepBuilder>> operations = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        operations.add(operation());
      }
      String after = "s" + (number - 1);
      steps.add(
          book ->
              book.step(
                  "s" + number,
                  step -> {
                    if (number > 0) {
                      step.after(after);
                    }
                    for (String code : List.of("RERUN01", "RERUN02", "LEAK01", "FAIL01")) {
                      step.allow(code, "a test");
                    }
                    operations.forEach(operation -> operation.accept(step));
                  }));
      return this::book;
    }

    private Consumer<StepBuilder> operation() {
      int at = random.nextInt(atoms.size());
      ShapeAtom atom = atoms.get(at);
      String fresh = "new-" + names++;
      return switch (random.nextInt(7)) {
        case 0 -> {
          atoms.set(at, atom.named(fresh));
          yield step -> step.rename(atom.name(), fresh);
        }
        case 1 -> {
          atoms.set(at, ShapeAtom.of(AtomKind.TASK, fresh, "1.0"));
          yield step -> step.inDoubt(InDoubt.AS_PENDING).drop(atom.name(), OnDone.FORGET);
        }
        case 2 -> {
          atoms.add(ShapeAtom.of(AtomKind.TASK, fresh, "1.0"));
          yield step -> step.setMeta(fresh, JsonNodeFactory.instance.numberNode(at));
        }
        case 3 -> step -> step.inDoubt(InDoubt.AS_PENDING).reset(atom.name());
        case 4 -> step -> step.supply(fresh, JsonNodeFactory.instance.stringNode("\u00e9" + at));
        case 5 -> {
          String version = (77 + names) + ".0";
          atoms.set(at, atom.versioned(version));
          yield step ->
              step.inDoubt(InDoubt.AS_PENDING)
                  .version(atom.name(), atom.version(), version, OutputMap.SAME);
        }
        default -> {
          if (atom.kind() == AtomKind.TASK) {
            atoms.set(at, ShapeAtom.of(AtomKind.TASK, fresh, "1.0"));
            atoms.add(ShapeAtom.of(AtomKind.TASK, fresh + "b", "1.0"));
          }
          yield step -> {
            if (atom.kind() == AtomKind.TASK) {
              step.inDoubt(InDoubt.AS_FAILED)
                  .split(atom.name(), Part.of(fresh, "1.0"), Part.of(fresh + "b", "1.0"));
            } else {
              step.setMeta(fresh, JsonNodeFactory.instance.nullNode());
            }
          };
        }
      };
    }
  }
}
