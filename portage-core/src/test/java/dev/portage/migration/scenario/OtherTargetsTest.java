package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.FLOW;
import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Flows of one shape whose inputs lead them to different shapes of the new release. */
class OtherTargetsTest {
  private static final Slot<Boolean> GIFT = Slot.of("gift", Boolean.class);
  private static final Migrations STANDARD = book(b -> {});

  private final Lab lab = new Lab();
  private final Flow plain = linear(lab.task("pack"));
  private final Flow wrapped = linear(lab.task("wrap"), lab.task("pack"));
  private final FlowCatalog now =
      FlowCatalog.builder()
          .flow(FLOW, in -> in.get(GIFT) ? "gift" : "plain", in -> in.get(GIFT) ? wrapped : plain)
          .build();
  private final Migrator migrator =
      new Migrator(lab.store, now, STANDARD, new Migrator.Who("lab", lab.clock));

  private Target planned(FlowQuery query) {
    return Objects.requireNonNull(
        new Forecasts(lab.store, now, STANDARD).forecast(query).get(0).target());
  }

  @Test
  void aPlanIsCarriedOutOnlyOnFlowsThatItLeadsWhereTheyBelong() {
    Flow old = linear(lab.task("scan"), lab.task("pack"));
    FlowId letter = lab.inputs("{\"gift\":false}").given(old);
    FlowId gift = lab.inputs("{\"gift\":true}").given(old);
    Target first = planned(FlowQuery.unfinished());
    assertThat(migrator.migrate(letter, first)).isInstanceOf(Outcome.Migrated.class);
    String before = lab.image();
    assertThat(migrator.migrate(gift, first))
        .isInstanceOfSatisfying(
            Outcome.Stuck.class,
            stuck -> assertThat(stuck.why()).contains("has a plan of its own when you plan again"));
    assertThat(lab.image()).as("the store, byte for byte").isEqualTo(before);
    assertThat(migrator.migrate(gift, planned(FlowQuery.unfinished().only(List.of(gift)))))
        .isInstanceOf(Outcome.Migrated.class);
  }
}
