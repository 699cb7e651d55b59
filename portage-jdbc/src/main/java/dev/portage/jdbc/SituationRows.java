package dev.portage.jdbc;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.Json;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Flows counted by where their atoms are, without reading a value. The database says of each flow
 * which others are alike, in few bytes; what the positions are it says of one of them. Used once.
 */
final class SituationRows {
  private static final int AT_ONCE = 1000;

  private static final String ALIKE =
      "SELECT f.id AS id, f.state AS state, %s AS alike FROM portage_flow f WHERE %s AND %s"
          + " ORDER BY f.id";
  private static final String POSITIONS =
      "SELECT f.id AS id, %s AS positions FROM portage_flow f WHERE %s";

  private final Handle handle;
  private final Dialect dialect;
  private final Map<Alike, Counted> groups = new LinkedHashMap<>();

  private SituationRows(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** What flows in one situation have in common; others may have it in another order. */
  private record Alike(String state, String atoms) {}

  /** One flow. */
  private record Found(Alike alike, String id) {
    static Found read(ResultSet cursor) throws SQLException {
      return new Found(new Alike(cursor.getString(2), cursor.getString(3)), cursor.getString(1));
    }
  }

  /** How many they are, and the first of them. */
  private static final class Counted {
    private final List<FlowId> samples = new ArrayList<>();
    private long flows;

    void add(String id) {
      flows++;
      if (samples.size() < SituationCount.MOST_SAMPLES) {
        samples.add(FlowId.of(id));
      }
    }

    void add(Counted more) {
      flows += more.flows;
      samples.addAll(more.samples);
      samples.sort(null);
      samples
          .subList(Math.min(samples.size(), SituationCount.MOST_SAMPLES), samples.size())
          .clear();
    }
  }

  static List<SituationCount> read(
      Handle handle, Dialect dialect, CensusLine line, FlowQuery query) {
    SituationRows rows = new SituationRows(handle, dialect);
    rows.group(line, query);
    return rows.counts();
  }

  private void group(CensusLine line, FlowQuery query) {
    FlowConditions conditions = FlowConditions.of(query, dialect);
    String sql =
        ALIKE.formatted(
            dialect.alike(), FlowConditions.line(SetStatements.OF_LINE), conditions.sql());
    try (Query select = handle.createQuery(sql)) {
      conditions.bind(select);
      FlowConditions.bindLine(select, SetStatements.OF_LINE, line);
      select
          .setFetchSize(AT_ONCE)
          .map((cursor, context) -> Found.read(cursor))
          .forEach(found -> groups.computeIfAbsent(found.alike, a -> new Counted()).add(found.id));
    }
  }

  /** Each situation once, however its atoms came. */
  private List<SituationCount> counts() {
    Map<String, String> positions = positions();
    Map<Situation, Counted> found = new LinkedHashMap<>();
    groups.forEach(
        (alike, counted) ->
            parse(
                    alike.state(),
                    positions.getOrDefault(counted.samples.get(0).text(), "no longer there"))
                .ifPresent(
                    where -> found.computeIfAbsent(where, some -> new Counted()).add(counted)));
    return found.entrySet().stream()
        .map(
            entry ->
                new SituationCount(
                    entry.getKey(), entry.getValue().flows, entry.getValue().samples))
        .sorted()
        .toList();
  }

  /** Where the atoms of the first of each group are. */
  private Map<String, String> positions() {
    List<String> first =
        groups.values().stream().map(counted -> counted.samples.get(0).text()).toList();
    Map<String, String> positions = new HashMap<>();
    String sql = POSITIONS.formatted(dialect.positions(), dialect.isOneOf("f.id"));
    for (int i = 0; i < first.size(); i += AT_ONCE) {
      List<String> some = first.subList(i, Math.min(first.size(), i + AT_ONCE));
      try (Query select = handle.createQuery(sql)) {
        select
            .bind("ids", StoredText.names(some))
            .map((cursor, context) -> Map.entry(cursor.getString(1), cursor.getString(2)))
            .forEach(flow -> positions.put(flow.getKey(), flow.getValue()));
      }
    }
    return positions;
  }

  /** Empty if a name of a state is unknown: such flows are told by {@code unreadable}. */
  static Optional<Situation> parse(String state, String positions) {
    try {
      SortedMap<AtomName, Situation.Position> atoms = new TreeMap<>();
      for (JsonNode atom : Json.mapper().readTree(positions)) {
        atoms.put(
            new AtomName(atom.get(0).stringValue(), atom.get(1).stringValue()), position(atom));
      }
      return Optional.of(new Situation(FlowState.valueOf(state), atoms));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Situation.Position position(JsonNode atom) {
    JsonNode version = atom.get(4);
    JsonNode slots = atom.get(5);
    return new Situation.Position(
        AtomState.valueOf(atom.get(2).stringValue()),
        Intention.valueOf(atom.get(3).stringValue()),
        version.isNull() ? null : version.stringValue(),
        slots.isNull()
            ? Situation.Position.UNTOUCHED.slots()
            : ShapeAtom.slotSet(StoredText.names(slots.stringValue())),
        !slots.isNull(),
        atom.get(6).intValue());
  }
}
