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

/** Flows counted by where their atoms are, by the database and without reading a value. */
final class SituationRows {
  private static final String SELECT =
      """
      SELECT id, state, positions, flows FROM (
        SELECT id, state, positions,
          COUNT(*) OVER (PARTITION BY state, %2$s) AS flows,
          ROW_NUMBER() OVER (PARTITION BY state, %2$s ORDER BY id) AS place
        FROM (SELECT f.id AS id, f.state AS state, %1$s AS positions
          FROM portage_flow f
          WHERE %5$s AND %3$s) each_flow) ranked
      WHERE place <= %4$d ORDER BY id
      """;

  private SituationRows() {}

  /** The flows with one state and one text of positions. */
  private record Alike(String state, String positions) {}

  /** How many they are, and the first of them. */
  private record Counted(long flows, List<String> samples) {}

  /** One of the first of them. */
  private record Found(Alike alike, String id, long flows) {
    static Found read(ResultSet cursor) throws SQLException {
      return new Found(
          new Alike(cursor.getString("state"), cursor.getString("positions")),
          cursor.getString("id"),
          cursor.getLong("flows"));
    }

    void addTo(Map<Alike, Counted> found) {
      found.computeIfAbsent(alike, some -> new Counted(flows, new ArrayList<>())).samples().add(id);
    }
  }

  static List<SituationCount> read(
      Handle handle, Dialect dialect, CensusLine line, FlowQuery query) {
    FlowConditions conditions = FlowConditions.of(query, dialect);
    Map<Alike, Counted> found = new LinkedHashMap<>();
    Query select =
        handle.createQuery(
            SELECT.formatted(
                dialect.positions(),
                dialect.groupable("positions"),
                conditions.sql(),
                SituationCount.MOST_SAMPLES,
                FlowConditions.line(SetStatements.OF_LINE)));
    conditions.bind(select);
    FlowConditions.bindLine(select, SetStatements.OF_LINE, line);
    select.map((cursor, context) -> Found.read(cursor)).forEach(row -> row.addTo(found));
    return found.entrySet().stream()
        .flatMap(entry -> count(entry.getKey(), entry.getValue()).stream())
        .sorted()
        .toList();
  }

  private static Optional<SituationCount> count(Alike alike, Counted counted) {
    List<FlowId> samples = counted.samples().stream().map(FlowId::of).toList();
    return parse(alike.state(), alike.positions())
        .map(situation -> new SituationCount(situation, counted.flows(), samples));
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
