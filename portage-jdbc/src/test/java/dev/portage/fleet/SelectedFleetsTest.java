package dev.portage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.jdbc.SqlStore;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.model.AtomKind;
import dev.portage.model.FlowState;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.Payload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run carries over the flows that were selected and no others, together or one by one. */
final class SelectedFleetsTest {
  private static final String FLOW = "order";
  private static final int FLOWS = 24;
  private static final Shape OLD = shape("charge");
  private static final Shape NEW = shape("charge-card");
  private static final Fleet FLEET =
      new Fleet(
          FlowCatalog.builder().shape(FLOW, "", NEW).build(),
          Migrations.of(FLOW, b -> b.step("card", s -> s.rename("charge", "charge-card"))));

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  @TempDir private Path directory;

  private static Shape shape(String task) {
    return Shape.of(
        new ShapeGroup(
            FLOW, Pattern.LINEAR, List.of(ShapeAtom.of(AtomKind.TASK, task, "1.0")), List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void onlyThoseThatAreSelected(SqlStore kind) {
    FlowQuery.Traits any = FlowQuery.Traits.ANY;
    Instant noon = clock.instant();
    areMigrated(kind, any.in(Set.of(FlowState.SUSPENDED)), i -> i % 2 == 0);
    areMigrated(kind, any.with(Map.of("tenant", "1")), i -> i % 3 == 1);
    areMigrated(kind, any.began(null, noon.plusSeconds(10)), i -> i < 10);
    areMigrated(
        kind,
        any.in(Set.of(FlowState.PENDING))
            .with(Map.of("tenant", "2"))
            .began(noon.plusSeconds(6), null),
        i -> i % 2 == 1 && i % 3 == 2 && i >= 6);
  }

  private void areMigrated(SqlStore kind, FlowQuery.Traits traits, Predicate<Integer> meant) {
    ManualClock births = ManualClock.at("2026-03-01T12:00:00Z");
    List<String> expected = new ArrayList<>();
    try (FlowStore store = kind.openEmpty(directory, births)) {
      for (int i = 0; i < FLOWS; i++) {
        String id = String.format("f%02d", i);
        make(store, id, i);
        births.advance(Duration.ofSeconds(1));
        if (meant.test(i)) {
          expected.add(id);
        }
      }
      FleetPlan plan = FLEET.plan(store, FlowQuery.unfinished().like(traits));
      assertThat(plan.selected()).isEqualTo(expected.size());

      FleetReport report =
          FLEET.run(store, new Migrator.Who("test", births), plan, FleetOptions.defaults()).run();

      assertThat(report.books().count(Fate.MIGRATED)).isEqualTo(expected.size());
      assertThat(new TreeSet<>(migrated(store))).containsExactlyElementsOf(expected);
    }
  }

  private static List<String> migrated(FlowStore store) {
    return store.find(FlowQuery.all().shaped(NEW.fingerprint().hex())).stream()
        .map(header -> header.id().text())
        .toList();
  }

  private static void make(FlowStore store, String id, int number) {
    String meta = "{\"tenant\":" + number % 3 + "}";
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(FlowId.of(id), FLOW, ""),
                FlowWrite.Expected.ABSENT,
                new FlowWrite.Head(
                    number % 2 == 0 ? FlowState.SUSPENDED : FlowState.PENDING,
                    Payload.EMPTY,
                    new Payload(Payload.JSON, meta.getBytes(StandardCharsets.UTF_8)),
                    OLD,
                    null),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }
}
