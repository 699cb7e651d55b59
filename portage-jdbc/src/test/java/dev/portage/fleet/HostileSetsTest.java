package dev.portage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.jdbc.SqlStore;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.RecordJson;
import dev.portage.store.Reversal;
import dev.portage.store.SetExchange;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.StringNode;

/**
 * Whatever flows hold, carrying them over within the database leaves the same rows and the same
 * journal as reading and writing each.
 */
final class HostileSetsTest {
  private static final String FLOW = "it's \"an\" order\\";
  private static final String CARD = "charge \u20ac 'card'";
  private static final Shape OLD = shape("charge", "1.0");
  private static final Shape NEW = shape(CARD, "1.0");
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.1Z");
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "quote \" backslash \\ slash / tab \t line \n return \r feed \f back \b",
          "euro \u20ac, clef \ud834\udd1e, right to left \u05d0\u05d1, joined e\u0301",
          "'; DROP TABLE portage_flow; -- ${x} :ids ? %s {0}",
          "delete \u007f, separator \u2028, no break \u00a0",
          "",
          "x".repeat(100_000));

  @TempDir private Path directory;

  private static Shape shape(String charge, String version) {
    return Shape.of(
        new ShapeGroup(
            FLOW,
            Pattern.LINEAR,
            List.of(
                new ShapeAtom(
                    AtomKind.TASK,
                    charge,
                    version,
                    ShapeAtom.slotSet(List.of("amount")),
                    ShapeAtom.slotSet(List.of("x")),
                    ShapeAtom.Traits.UNKNOWN),
                ShapeAtom.of(AtomKind.TASK, "ship", "1.0")),
            List.of()));
  }

  private static final FlowCatalog CODE = FlowCatalog.builder().shape(FLOW, "", NEW).build();
  private static final Migrations BOOKS =
      Migrations.of(FLOW, book -> book.step("card", step -> step.rename("charge", CARD)));

  /** What becomes of flows that hold this. */
  private record Left(String record, List<String> journal) {}

  /** Counts what goes in sets. */
  private record Counting(FlowStore behind, Set<String> inSets) implements ForwardingStore {
    @Override
    public Optional<SetExchange.Done> exchange(SetExchange exchange) {
      Optional<SetExchange.Done> done = behind.exchange(exchange);
      done.ifPresent(some -> some.carried().forEach(flow -> inSets.add(flow.id().text())));
      return done;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFlowsHoldMakesNoDifference(SqlStore kind) {
    Set<String> inSets = isTheSameInSets(kind, flows());

    assertThat(inSets)
        .contains("text-0", "text-1", "text-2", "text-3", "text-4", "text-5", "failure-0")
        .doesNotContain("other-codec", "with-meta", "no-amount", "large", "failure-2");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE") // it does not look at bytes
  void whereADatabaseCannotReadAValueFlowsGoOneByOne(SqlStore kind) {
    Map<String, AtomRecord> flows = flows();
    flows.put("not-text", done("key", new Payload(Payload.JSON, new byte[] {'"', -61, '"'})));

    assertThat(isTheSameInSets(kind, flows)).isEmpty();
  }

  /** Returns what went in sets. */
  private Set<String> isTheSameInSets(SqlStore kind, Map<String, AtomRecord> flows) {
    Set<String> inSets = new TreeSet<>();
    Map<FlowId, Left> together = migrated(kind, flows, inSets, false);
    Map<FlowId, Left> oneByOne = migrated(kind, flows, new TreeSet<>(), true);
    together.forEach((id, left) -> assertThat(left).as(id.text()).isEqualTo(oneByOne.get(id)));
    assertThat(together.keySet()).isEqualTo(oneByOne.keySet()).hasSize(flows.size());
    return inSets;
  }

  private Map<FlowId, Left> migrated(
      SqlStore kind, Map<String, AtomRecord> flows, Set<String> inSets, boolean oneByOne) {
    ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    try (FlowStore store = new Counting(kind.openEmpty(directory, clock), inSets)) {
      flows.forEach((id, row) -> put(store, id, row));
      Fleet fleet = new Fleet(CODE, BOOKS);
      FleetReport report =
          fleet
              .run(
                  store,
                  new Migrator.Who("o'neil \"\u20ac\"", clock),
                  fleet.plan(store, FlowQuery.unfinished()),
                  FleetOptions.defaults().withOneByOne(oneByOne))
              .run();
      assertThat(report.ending()).isEqualTo(Ending.DONE);
      assertThat(report.books().count(Fate.MIGRATED)).isEqualTo(flows.size());
      Map<FlowId, Left> left = new TreeMap<>();
      for (FlowHeader flow : store.find(FlowQuery.all())) {
        left.put(
            flow.id(),
            new Left(
                RecordJson.write(store.load(flow.id()).orElseThrow()) + " " + flow.lease(),
                store.journal(flow.id()).stream().map(HostileSetsTest::text).toList()));
      }
      return left;
    }
  }

  private static String text(JournalEntry entry) {
    return entry.revision()
        + entry.made().actor()
        + entry.from()
        + entry.to()
        + entry.steps()
        + new String(entry.moves().bytes(), StandardCharsets.UTF_8)
        + new String(entry.before().bytes(), StandardCharsets.UTF_8);
  }

  private static Map<String, AtomRecord> flows() {
    Map<String, AtomRecord> flows = new LinkedHashMap<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = TEXTS.get(i);
      flows.put("text-" + i, done(text, text(text)));
      flows.put("failure-" + i, failed(text));
    }
    flows.put("no-amount", done("key", json("1")));
    flows.put("large", done("key", text("y".repeat(300_000))));
    flows.put("with-meta", done("key", json("1")).withMeta(json("{\"at\":3}")));
    flows.put("other-codec", done("key", new Payload("bytes", new byte[] {-1, 0, 3})));
    flows.put("spaced", done("key", json("  {\"x\" : 1.0e2,\n\t\"x\" : [ ] }  ")));
    return flows;
  }

  private static Payload text(String text) {
    return Payload.of(StringNode.valueOf(text));
  }

  private static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  private static AtomRecord done(String key, Payload value) {
    return charge(
        was ->
            new Execution(
                "1.0", Output.of(List.of("x"), value), null, 3, key, new Times(NOON, null)),
        AtomState.SUCCESS);
  }

  private static AtomRecord failed(String text) {
    Failure cause = new Failure("java.io.IOException", text, text, List.of(), NOON);
    Failure failure = new Failure("x.Y", text, "at", List.of(cause), null);
    return charge(
            was -> new Execution("1.0", null, failure, 1, text, Times.UNKNOWN), AtomState.FAILURE)
        .intending(Intention.EXECUTE)
        .with(new Reversal(text(text), failure));
  }

  private static AtomRecord charge(UnaryOperator<Execution> execution, AtomState state) {
    return AtomRecord.untouched(AtomName.of("charge"), AtomKind.TASK)
        .in(state)
        .with(execution.apply(Execution.NONE));
  }

  private static void put(FlowStore store, String id, AtomRecord row) {
    @Nullable Payload meta = id.equals("text-3") ? json("{\"note\":\"it's \\\\ me\"}") : null;
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(FlowId.of(id), FLOW, ""),
                FlowWrite.Expected.ABSENT,
                new FlowWrite.Head(
                    FlowState.SUSPENDED,
                    json(
                        id.equals("no-amount")
                            ? "{\"other\":1}"
                            : "{\"amount\": 12.50, \"\u20ac\":null}"),
                    meta,
                    OLD,
                    null),
                List.of(row),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }
}
