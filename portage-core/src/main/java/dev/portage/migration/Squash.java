package dev.portage.migration;

import dev.portage.migration.SquashProof.Case;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.Step.Anchors;
import dev.portage.model.DefinitionException;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step in place of several: it does what they do, one after the other. Nothing is written into
 * the book; that is up to whoever reads it. Immutable and thread-safe.
 */
public final class Squash {
  private final MigrationBook beside;
  private final Step step;
  private final List<Step> replaced;

  private Squash(MigrationBook beside, Step step, List<Step> replaced) {
    this.beside = beside;
    this.step = step;
    this.replaced = List.copyOf(replaced);
  }

  /**
   * The step for a chain of a book.
   *
   * @param first the id of the first step of the chain
   * @param last that of the last one, which comes after all others
   * @param id what the step is to be called
   * @throws IllegalArgumentException in a sentence, if there is no such chain
   * @throws DefinitionException if the book refuses the step beside those that it replaces
   */
  public static Squash of(MigrationBook book, String first, String last, String id) {
    for (String each : List.of(first, last)) {
      if (book.step(each) == null) {
        throw new IllegalArgumentException("there is no step '" + each + "'");
      }
    }
    Set<String> before = before(book, last);
    List<Step> chain = new ArrayList<>();
    for (Step each : book.steps()) {
      boolean isBehind = each.id().equals(first) || before(book, each.id()).contains(first);
      if (isBehind && (each.id().equals(last) || before.contains(each.id()))) {
        chain.add(each);
      }
    }
    if (chain.size() < 2) {
      throw new IllegalArgumentException(
          "step '" + last + "' does not come after step '" + first + "'");
    }
    Step one = joined(chain, id);
    return new Squash(book.with(one), one, chain);
  }

  private static Set<String> before(MigrationBook book, String id) {
    Set<String> before = new LinkedHashSet<>(book.graph().seen(Stamp.of(List.of(id))));
    before.remove(id);
    return before;
  }

  private static Step joined(List<Step> chain, String id) {
    List<String> ids = chain.stream().map(Step::id).toList();
    Set<String> after = new LinkedHashSet<>();
    List<Operation> operations = new ArrayList<>();
    Map<FindingCode, String> allowed = new LinkedHashMap<>();
    for (Step each : chain) {
      after.addAll(each.after());
      operations.addAll(each.operations());
      allowed.putAll(each.allowed());
    }
    ids.forEach(after::remove);
    Anchors anchors =
        new Anchors(chain.get(0).anchors().from(), chain.get(chain.size() - 1).anchors().to());
    return new Step(
        id,
        "in place of " + String.join(", ", ids),
        List.copyOf(after),
        ids,
        operations,
        anchors,
        allowed);
  }

  /** The step. */
  public Step step() {
    return step;
  }

  /** The ids of the steps that it replaces, in their order. */
  public List<String> replaced() {
    return step.replaces();
  }

  /** How it compares with those on flows of these shapes. */
  public List<Comparison> proof(Collection<Case> cases) {
    return new SquashProof(beside)
        .on(cases).stream().filter(comparison -> comparison.step().equals(step.id())).toList();
  }

  /**
   * The call that writes the step in a book. Code of the replaced steps, such as maps, cannot be
   * read back: what is left to be copied from them does not compile.
   */
  public String source() {
    List<String> calls = new ArrayList<>();
    calls.add(".because(" + Lines.quoted(step.because()) + ")");
    add(".after", step.after(), calls);
    add(".replaces", step.replaces(), calls);
    add(".from", step.anchors().from(), calls);
    add(".to", step.anchors().to(), calls);
    step.allowed()
        .forEach(
            (code, why) ->
                calls.add(".allow(" + Lines.quoted(code.name()) + ", " + Lines.quoted(why) + ")"));
    InDoubt doubt = InDoubt.BLOCK;
    for (Step each : replaced) {
      calls.add("// what " + Lines.written(each.id()) + " does");
      for (Operation operation : each.operations()) {
        if (!operation.inDoubt().equals(doubt)) {
          doubt = operation.inDoubt();
          calls.add(line(doubt));
        }
        calls.add(line(operation));
      }
    }
    return "book.step("
        + Lines.quoted(step.id())
        + ",\n        step ->\n            step"
        + String.join("\n            ", calls)
        + ");\n";
  }

  private static void add(String call, Collection<String> words, List<String> calls) {
    if (!words.isEmpty()) {
      calls.add(call + "(" + String.join(", ", words.stream().map(Lines::quoted).toList()) + ")");
    }
  }

  private static void add(String call, @Nullable String word, List<String> calls) {
    add(call, word == null ? List.of() : List.of(word), calls);
  }

  private static String line(InDoubt doubt) {
    return doubt.choice() == InDoubt.Choice.AS_DONE
        ? ".inDoubt(InDoubt.asDone(...))"
        : Lines.inDoubt(doubt);
  }

  private static String line(Operation operation) {
    String line = operation.line();
    return line.isEmpty() ? ".custom(...) // " + Lines.written(operation.describe()) : line;
  }
}
