package dev.portage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.DefaultRule;
import dev.portage.migration.InDoubt;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Operation;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Part;
import dev.portage.migration.Step;
import dev.portage.migration.Whole;
import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import dev.portage.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFilesTest {
  private static final String META = "{\"by\":[1,12.10,null]}";

  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private MigrationBook book(String flow) {
    return Objects.requireNonNull(MigrationFiles.in(directory).book(flow));
  }

  private List<String> mistakes() {
    try {
      MigrationFiles.in(directory);
    } catch (DefinitionException e) {
      return e.problems().stream().map(this::shown).toList();
    }
    return List.of();
  }

  private String shown(Problem problem) {
    return problem.toString().replace(directory + "/", "");
  }

  private static List<String> words(MigrationBook book) {
    List<String> words = new ArrayList<>();
    for (Step step : book.steps()) {
      words.add(
          step.id()
              + "|"
              + step.because()
              + "|"
              + step.after()
              + "|"
              + step.anchors()
              + "|"
              + step.allowed());
      step.operations().stream().map(Operation::describe).forEach(words::add);
    }
    return words;
  }

  @Test
  void aFileSaysWhatABookInJavaSays() throws IOException {
    file(
        "order.yaml",
        """
        # how stored orders are carried over
        flow: order
        steps:
          - id: 2026-03-02-charge-by-card
            because: "PAY-812: charges now carry the card network"
            from: b15ba1a840
            to: 9141070026
            allow:
              RERUN01: the ledger drops doubles
            do:
              - rename: {from: charge, to: charge_card}
              - version:
                  task: charge_card
                  from: 1.0
                  to: 2.0
                  map: |
                    $ ~> |$|{"network": "unknown"}|
                  inDoubt: as-pending
          - id: 2026-04-11-split-ship
            after: 2026-03-02-charge-by-card
            do:
              - split:
                  task: ship
                  into:
                    - {task: pick, version: 1.0, take: [slip]}
                    - {task: pack, version: 1.0, map: '{"label": label}', inherits: true}
                  inDoubt:
                    asDone: {slip: S-1, label: null, cents: 12.10}
              - drop: {task: audit, onDone: forget}
              - drop: {task: log, inDoubt: as-failed}
              - dropCompensating: {task: hold, by: release}
              - reset: {task: quote}
              - version: {task: notify, from: 1.0, to: 1.1, map: $, optional: true}
              - merge:
                  tasks: [weigh, label]
                  into: parcel
                  version: 2.0
                  map: '{"parcel": weigh.grams}'
                  inherits: label
                  whenMixed:
                    asDone: '{"parcel": 0}'
              - renameSlot: {task: book, from: b, to: c}
              - renameInput: {from: customer, to: buyer}
              - supply: {slot: currency, value: EUR}
              - supplyFrom: {task: quote2, slot: price}
              - setMeta: {name: migrated, value: {by: [1, 12.10, null]}}
              - setMeta: {map: '{"all": $}'}
              - version: {task: book, from: 1.0, to: 2.0, map: '{"b": a}', back: '{"a": b}'}
        late: [fraud]
        seed:
          consent: {given: true, since: "2020"}
        retired: [charge]
        retiredSteps: [2024-01-01-old]
        supersedes: [9c41d07a2e, [b15ba1a840, e9442e96c8]]
        without: keep-minor
        """);
    MigrationBook java =
        MigrationBook.of(
            book ->
                book.step(
                        "2026-03-02-charge-by-card",
                        s ->
                            s.because("PAY-812: charges now carry the card network")
                                .from("b15ba1a840")
                                .to("9141070026")
                                .allow("RERUN01", "the ledger drops doubles")
                                .rename("charge", "charge_card")
                                .inDoubt(InDoubt.AS_PENDING)
                                .version("charge_card", "1.0", "2.0", out -> out.put("n", "x")))
                    .step(
                        "2026-04-11-split-ship",
                        s ->
                            s.after("2026-03-02-charge-by-card")
                                .split(
                                    "ship",
                                    Part.of("pick", "1.0").taking("slip"),
                                    Part.of("pack", "1.0").taking("label").inherits())
                                .drop("audit", OnDone.FORGET)
                                .drop("log")
                                .dropCompensating("hold", "release")
                                .reset("quote")
                                .version("notify", "1.0", "1.1", OutputMap.SAME)
                                .optional()
                                .merge(
                                    List.of("weigh", "label"),
                                    Whole.of("parcel", "2.0").inherits("label"))
                                .renameSlot("book", "b", "c")
                                .renameInput("customer", "buyer")
                                .supply("currency", "EUR")
                                .supplyFrom("quote2", "price")
                                .setMeta("migrated", Json.mapper().readTree(META))
                                .setMeta(meta -> {})
                                .version("book", "1.0", "2.0", out -> {}, out -> {}))
                    .late("fraud")
                    .seed("consent", out -> out.put("given", true).put("since", "2020"))
                    .retired("charge")
                    .retiredSteps("2024-01-01-old")
                    .supersedes("9c41d07a2e")
                    .supersedes("b15ba1a840", "e9442e96c8")
                    .without(DefaultRule.KEEP_MINOR));
    MigrationBook book = book("order");
    assertThat(words(book)).isEqualTo(words(java));
    assertThat(book.heads()).isEqualTo(java.heads());
    assertThat(book.steps().get(1).operations().get(1).toString())
        .contains("onDone=FORGET, inDoubt=InDoubt[choice=BLOCK");
    assertThat(book.steps().get(1).operations().get(0).toString())
        .contains("AS_DONE, output={\"slip\":\"S-1\",\"label\":null,\"cents\":12.10}");
    assertThat(book.steps().get(1).operations().get(2).toString()).contains("AS_FAILED");
  }

  @Test
  void jsonSaysTheSameAsYaml() throws IOException {
    file(
        "a/order.json",
        """
        {"flow": "order", "strict": true,
        \t"steps": [{"id": "s1", "do": [{"rename": {"from": "a", "to": "b"}},
                   {"version": {"task": "b", "from": "1.0", "to": "2.0", "map": "$"}}]}]}
        """);
    assertThat(words(book("order"))).contains("rename a -> b", "version b 1.0 -> 2.0, output kept");
  }

  @Test
  void filesAboutOneFlowAreJoinedInWhateverOrder() throws IOException {
    file("1.yaml", "flow: order\nsteps:\n- {id: s2, after: [s1], do: [{reset: {task: a}}]}\n");
    file("sub/2.yml", "flow: order\nsteps:\n- {id: s1, do: [{rename: {from: x, to: a}}]}\n");
    file("3.json", "{\"flow\": \"refund\", \"late\": [\"check\"]}");
    file("README.md", "not a migration");
    file(".hidden.yaml", "not: this");
    Migrations migrations = MigrationFiles.in(directory);
    assertThat(migrations.flows()).containsExactlyInAnyOrder("order", "refund");
    assertThat(book("order").steps()).extracting(Step::id).containsExactly("s1", "s2");
  }

  @Test
  void tellsEveryMistakeOfEveryFileWithItsPlace() throws IOException {
    file(
        "one.yaml",
        """
        flow: order
        stepps: []
        steps:
          - id: s1
            becuase: typo
            do:
              - renam: {from: a, to: b}
              - rename: {from: a, too: b}
              - drop: {task: a, onDone: forgt}
              - version: {task: c, from: 1.0, to: 2.0, map: '{"a": '}
          - do: []
        """);
    file("two.json", "{\"flow\": \"order\", \"flow\": \"refund\", \"late\": [true]}");
    file("three.yaml", "flow: [order\n");
    assertThat(mistakes())
        .containsExactly(
            "one.yaml:2:1: unknown key 'stepps'; did you mean 'steps'? known here: flow, steps,"
                + " late, seed, retired, retiredSteps, supersedes, strict, without, taskflow,"
                + " nameTemplates",
            "one.yaml:5:5: unknown key 'becuase'; did you mean 'because'? known here: id, because,"
                + " after, replaces, from, to, allow, do",
            "one.yaml:7:9: unknown operation 'renam'; did you mean 'rename'? known here: drop,"
                + " dropCompensating, merge, rename, renameInput, renameSlot, reset, setMeta, split, supply,"
                + " supplyFrom, version",
            "one.yaml:8:17: 'to' is missing; add  to: ...",
            "one.yaml:8:27: unknown key 'too'; did you mean 'to'? known here: from, to,"
                + " optional",
            "one.yaml:9:33: 'forgt' is not a choice here; did you mean 'forget'? known here: auto,"
                + " block, forget",
            "one.yaml:10:53: the expression cannot be read at its character 6: Expected \"}\" before"
                + " end of expression; write it as jsonata.org says",
            "one.yaml:11:5: 'id' is missing; add  id: ...",
            "three.yaml:2:1: this is not YAML: expected ',' or ']', but got <stream end>; mend it"
                + " here",
            "two.json:1:19: the key 'flow' stands here a second time, first in line 1; keep one of"
                + " them",
            "two.json:1:46: expected a text, found true or false; put quotes around what is a"
                + " text");
  }

  @Test
  void mistakesOfTheBookHaveThePlaceOfTheirStep() throws IOException {
    file(
        "a.yaml",
        """
        flow: order
        steps:
          - id: s1
            after: nope
            do: [{rename: {from: a, to: a}}]
          - id: s2
            allow: {LATE01: because}
        late: audit
        """);
    file("b.yaml", "flow: order\nsteps:\n  - {id: s1, do: [{reset: {task: z}}]}\nlate: [audit]\n");
    assertThat(mistakes())
        .containsExactly(
            "a.yaml:3:9: step s1 renames 'a' to itself; remove the rename",
            "a.yaml:3:9: step s1 stands twice in the book; give one another id",
            "a.yaml:3:9: step s1 comes after 'nope', which is not in the book; name one of [s1,"
                + " s2], or list it in retiredSteps(..)",
            "a.yaml:6:9: step s2 allows LATE01, which needs an answer; portage show LATE01 says"
                + " which",
            "a.yaml:6:9: step s2 does nothing; add an operation, or remove the step",
            "b.yaml:4:8: the new task 'audit' is late or seeded a second time, first at"
                + " a.yaml:8:7; keep one of them");
  }

  @Test
  void anEmptyDirectoryAndAMissingOneAreMistakes() {
    assertThat(mistakes().get(0)).contains("no migration file is in this directory");
    assertThatThrownBy(() -> MigrationFiles.in(directory.resolve("nope")))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("nope:1:1: cannot be read");
  }
}
