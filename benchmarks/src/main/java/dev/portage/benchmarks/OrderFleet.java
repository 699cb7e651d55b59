package dev.portage.benchmarks;

import dev.portage.engine.FlowCatalog;
import dev.portage.fleet.Ending;
import dev.portage.fleet.Fate;
import dev.portage.fleet.Fleet;
import dev.portage.fleet.FleetOptions;
import dev.portage.fleet.FleetReport;
import dev.portage.fleet.FleetRun;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.OutputMap;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Orders of five tasks, three of them done, and a release that renames the first, raises the
 * version of the second, drops the third and adds one at the end.
 *
 * @param database where they are
 * @param flows how many
 * @param map what becomes of what the second has stored
 */
record OrderFleet(Databases database, int flows, OutputMap map) {
  static final String FLOW = "order";
  private static final Slot<ObjectNode> TOTAL = Slot.of("total", ObjectNode.class);
  private static final List<String> DONE = List.of("reserve", "quote", "audit");
  private static final List<String> TABLES =
      List.of("portage_journal", "portage_atom", "portage_flow");

  /** What a value map would do: the total in cents. */
  static final OutputMap IN_CENTS =
      out -> {
        ObjectNode total = (ObjectNode) out.get("total");
        total.put("cents", total.path("euros").longValue() * 100);
        total.remove("euros");
      };

  static final Flow OLD =
      Flow.linear(FLOW)
          .add(task("reserve"))
          .add(Task.named("quote").version(1, 0).provides(TOTAL).execute(in -> total()))
          .add(Task.named("audit").sideEffects(false).run(in -> {}))
          .add(Task.named("pack").requires(TOTAL).run(in -> {}))
          .add(task("ship"))
          .build();

  static final Flow NEW =
      Flow.linear(FLOW)
          .add(task("hold"))
          .add(Task.named("quote").version(2, 0).provides(TOTAL).execute(in -> total()))
          .add(Task.named("pack").requires(TOTAL).run(in -> {}))
          .add(task("ship"))
          .add(task("notify"))
          .build();

  private static Task task(String name) {
    return Task.named(name).run(in -> {});
  }

  private static ObjectNode total() {
    return Json.mapper().createObjectNode().put("euros", 120).put("currency", "EUR");
  }

  /** What the release says about orders that are in flight. */
  static Migrations migrations(OutputMap map) {
    return Migrations.of(
        FLOW,
        book ->
            book.step(
                "release",
                step ->
                    step.rename("reserve", "hold")
                        .version("quote", "1.0", "2.0", map)
                        .drop("audit")));
  }

  /** Puts all of them there, as they are before the release. */
  void fill() throws SQLException {
    try (FlowStore store = FlowStores.open(database.storeUrl())) {
      empty();
      store
          .commit(
              new FlowWrite(
                  new FlowHeader.Key(StoredCopies.id(0), FLOW, ""),
                  FlowWrite.Expected.ABSENT,
                  new FlowWrite.Head(
                      FlowState.SUSPENDED, Payload.EMPTY, null, Shape.of(OLD), Stamp.NONE),
                  rows(0),
                  List.of(),
                  LeaseChange.keep(),
                  null))
          .join();
    }
    try (StoredCopies copies = StoredCopies.open(database.plainUrl())) {
      copies.fill(flows);
    }
  }

  private void empty() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.plainUrl());
        Statement statement = connection.createStatement()) {
      boolean isPostgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
      for (String table : TABLES) {
        statement.execute((isPostgres ? "TRUNCATE " : "DELETE FROM ") + table);
      }
    }
  }

  /** What a flow of that number has stored. */
  static List<AtomRecord> rows(int number) {
    Instant now = Instant.now();
    List<AtomRecord> rows = new ArrayList<>();
    for (String name : DONE) {
      ObjectNode slots = Json.mapper().createObjectNode();
      if (name.equals("quote")) {
        slots.set("total", total());
      }
      String key = StoredCopies.id(number) + "/" + name + "/1";
      rows.add(
          AtomRecord.untouched(AtomName.of(name), AtomKind.TASK)
              .in(AtomState.SUCCESS)
              .with(new Execution("1.0", Output.of(slots), null, 1, key, new Times(now, now))));
    }
    return rows;
  }

  /** Carries all of them over, and says so if it did not. */
  void migrate(FleetOptions options) {
    try (FlowStore store = FlowStores.open(database.storeUrl())) {
      FleetReport report = run(store, options).run();
      if (report.ending().kind() != Ending.Kind.DONE
          || report.books().count(Fate.MIGRATED) != flows) {
        throw new IllegalStateException("expected " + flows + " migrated, found " + report);
      }
    }
  }

  /** A run over those that are still as they were, to be begun. */
  FleetRun run(FlowStore store, FleetOptions options) {
    Fleet fleet = new Fleet(FlowCatalog.of(FLOW, in -> NEW), migrations(map));
    return fleet.run(
        store,
        new Migrator.Who("benchmark", InstantSource.system()),
        fleet.plan(store, FlowQuery.unfinished().of(FLOW)),
        options);
  }

  /** Fails if they are not as they should be, whoever has carried them over. */
  void verify() throws SQLException {
    String fingerprint = Shape.of(NEW).fingerprint().hex();
    expect(flows, "SELECT count(*) FROM portage_flow WHERE fingerprint = '" + fingerprint + "'");
    expect(flows, "SELECT count(*) FROM portage_journal");
    expect(flows, "SELECT count(*) FROM portage_atom WHERE template = 'hold'");
    expect(0, "SELECT count(*) FROM portage_atom WHERE template IN ('reserve', 'audit')");
  }

  private void expect(long expected, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.plainUrl());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      if (!found.next() || found.getLong(1) != expected) {
        throw new IllegalStateException(
            "expected " + expected + ", found " + found.getLong(1) + ": " + sql);
      }
    }
  }
}
