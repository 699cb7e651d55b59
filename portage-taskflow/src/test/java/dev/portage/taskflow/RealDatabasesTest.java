package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomKind;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Pattern;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Field by field, what TaskFlow's own API says of the databases that it has written. */
class RealDatabasesTest {
  static final List<String> FIXTURES = Fixtures.ALL;

  private static final List<String> ATOM_FIELDS =
      List.of(
          "uuid",
          "type",
          "state",
          "intention",
          "version",
          "results",
          "revert_results",
          "failure",
          "revert_failure",
          "meta");

  @TempDir Path directory;

  private static JsonNode stored(JsonNode atom) {
    ObjectNode copy = ((ObjectNode) atom).deepCopy();
    JsonNode results = copy.remove("stored_results");
    if (results != null) {
      copy.set("results", results);
    }
    return copy;
  }

  private static Map<String, JsonNode> byName(JsonNode atoms) {
    Map<String, JsonNode> map = new TreeMap<>();
    atoms.forEach(atom -> map.put(atom.path("name").asString(), stored(atom)));
    return map;
  }

  @ParameterizedTest
  @FieldSource("FIXTURES")
  void theOriginalIsWhatTaskflowSays(String fixture) throws IOException {
    int flows = 0;
    try (TaskflowReader reader = Fixtures.open(Fixtures.copy(fixture, directory))) {
      for (JsonNode logbook : Fixtures.expected(fixture).path("logbooks")) {
        for (JsonNode flow : logbook.path("flows")) {
          JsonNode found = reader.original(id(flow)).orElseThrow();
          for (String field : List.of("name", "uuid", "state", "meta")) {
            assertThat(found.get(field)).as(field).isEqualTo(flow.get(field));
          }
          for (String field : List.of("name", "uuid", "meta")) {
            assertThat(found.path("logbook").get(field)).isEqualTo(logbook.get(field));
          }
          compareAtoms(byName(found.path("atoms")), byName(flow.path("atoms")));
          flows++;
        }
      }
      assertThat(reader.find(FlowQuery.all())).hasSize(flows);
      assertThat(reader.unreadable()).isEmpty();
    }
  }

  private static void compareAtoms(Map<String, JsonNode> found, Map<String, JsonNode> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, atom) -> {
          for (String field : ATOM_FIELDS) {
            JsonNode value = Objects.requireNonNull(found.get(name)).get(field);
            assertThat(value).as(name + " " + field).isEqualTo(atom.get(field));
          }
        });
  }

  @ParameterizedTest
  @FieldSource("FIXTURES")
  void theRecordIsWhatTaskflowSays(String fixture) throws IOException {
    try (TaskflowReader reader = Fixtures.open(Fixtures.copy(fixture, directory))) {
      for (JsonNode logbook : Fixtures.expected(fixture).path("logbooks")) {
        for (JsonNode flow : logbook.path("flows")) {
          compareRecord(reader.load(id(flow)).orElseThrow(), flow);
        }
      }
    }
  }

  private static void compareRecord(FlowRecord found, JsonNode flow) {
    assertThat(found.header().flow()).isEqualTo(flow.path("name").asString());
    assertThat(found.header().state().name()).isEqualTo(flow.path("state").asString());
    assertThat(found.header().meta().tree()).isEqualTo(flow.get("meta"));
    Map<String, JsonNode> atoms = byName(flow.path("atoms"));
    JsonNode injector = atoms.remove(StoredFlow.INJECTOR);
    assertThat(found.header().inputs().tree())
        .isEqualTo(injector == null ? Fixtures.json("{}") : injector.get("results"));
    assertThat(found.shape().root().pattern()).isEqualTo(Pattern.UNKNOWN);
    assertThat(found.shape().inOrder()).hasSize(atoms.size());
    assertThat(found.touched()).hasSize(atoms.size());
    for (ShapeAtom atom : found.shape().inOrder()) {
      compareAtom(atom, found.atom(atom), Objects.requireNonNull(atoms.get(atom.name())));
    }
  }

  private static void compareAtom(ShapeAtom shape, AtomRecord row, JsonNode atom) {
    assertThat(row.kind().name() + "_DETAIL").isEqualTo(atom.path("type").asString());
    assertThat(row.state().name()).isEqualTo(atom.path("state").asString());
    assertThat(row.intention().name()).isEqualTo(atom.path("intention").asString());
    assertThat(shape.version())
        .isEqualTo(atom.path("version").isNull() ? null : atom.path("version").asString());
    assertThat(tree(row.meta())).isEqualTo(atom.get("meta"));
    assertThat(tree(row.reversal().output())).isEqualTo(atom.get("revert_results"));
    compareFailure(row.execution().failure(), atom.path("failure"));
    compareFailure(row.reversal().failure(), atom.path("revert_failure"));
    if (shape.kind() == AtomKind.TASK) {
      assertThat(row.history()).isNull();
      assertThat(tree(row.execution().output() == null ? null : row.execution().output().value()))
          .isEqualTo(atom.get("results"));
    } else {
      compareHistory(Objects.requireNonNull(tree(row.history())), atom.path("results"));
    }
  }

  private static JsonNode tree(@Nullable Payload payload) {
    return payload == null ? Fixtures.json("null") : payload.tree();
  }

  private static void compareFailure(@Nullable Failure found, JsonNode failure) {
    if (failure.isNull()) {
      assertThat(found).isNull();
      return;
    }
    assertThat(Objects.requireNonNull(found).type())
        .isEqualTo(failure.path("exc_type_names").path(0).asString());
    assertThat(found.message()).isEqualTo(failure.path("exception_str").asString());
    assertThat(found.stack()).isEqualTo(failure.path("traceback_str").asString());
    assertThat(found.causes()).hasSize(failure.path("causes").size());
    for (int i = 0; i < found.causes().size(); i++) {
      compareFailure(found.causes().get(i), failure.path("causes").path(i));
    }
  }

  private static void compareHistory(JsonNode history, JsonNode stored) {
    assertThat(history).hasSize(stored.size());
    for (int i = 0; i < stored.size(); i++) {
      assertThat(history.path(i).get("value")).isEqualTo(stored.path(i).get(0));
      assertThat(history.path(i).get("failures")).isEqualTo(stored.path(i).get(1));
    }
  }

  private static FlowId id(JsonNode flow) {
    return FlowId.of(flow.path("uuid").asString());
  }

  @Test
  void versionsAreWhateverTextIsStored() throws IOException {
    try (TaskflowReader reader = Fixtures.open(Fixtures.copy("f_versions", directory))) {
      FlowId id = reader.find(FlowQuery.all()).get(0).id();
      List<@Nullable String> versions = new ArrayList<>();
      reader.load(id).orElseThrow().shape().inOrder().forEach(atom -> versions.add(atom.version()));
      assertThat(versions)
          .containsExactly("1.0", "1.2", "2.0", "1.0", "2024.1-rc1", "1.10", "1.9.3", "1.0");
    }
  }

  @Test
  void theBytesOfAResultAreThoseOfTheColumn() throws IOException {
    Path file = Fixtures.copy("e_nested_graph_types", directory);
    String odd = "{\"a\":  NaN, \"b\": [-Infinity, 1e400, -0.0],\t\"a\": \"\\ud800\"}";
    Fixtures.execute(file, "UPDATE atomdetails SET results = ? WHERE name = 'build-spec'", odd);
    Fixtures.execute(
        file, "UPDATE atomdetails SET results = ? WHERE results LIKE '%int64max%'", odd);
    try (TaskflowReader reader = Fixtures.open(file)) {
      FlowRecord stored = reader.load(reader.find(FlowQuery.all()).get(0).id()).orElseThrow();
      assertThat(stored.touched().values())
          .anySatisfy(
              row ->
                  assertThat(Objects.requireNonNull(row.execution().output()).value().bytes())
                      .asString()
                      .isEqualTo(odd));
    }
  }

  @Test
  void nothingIsClaimedThatTaskflowDoesNotStore() throws IOException {
    try (TaskflowReader reader = Fixtures.open(Fixtures.copy("a_linear_suspended", directory))) {
      FlowRecord stored = reader.load(reader.find(FlowQuery.all()).get(0).id()).orElseThrow();
      assertThat(stored.header().state()).isEqualTo(FlowState.SUSPENDED);
      assertThat(stored.header().revision()).isPositive();
      assertThat(stored.header().lease().owner()).isNull();
      assertThat(stored.header().shape().stamp().heads()).isEmpty();
      assertThat(stored.header().times().began()).isBetween(at("2026"), at("2027"));
      assertThat(reader.journal(stored.id())).isEmpty();
      assertThat(reader.load(FlowId.of("no-such-flow"))).isEmpty();
      assertThat(reader.original(FlowId.of("no-such-flow"))).isEmpty();
    }
  }

  private static Instant at(String year) {
    return Instant.parse(year + "-01-01T00:00:00Z");
  }
}
