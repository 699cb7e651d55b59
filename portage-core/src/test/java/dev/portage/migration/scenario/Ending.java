package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;

/** How every success case of the scenarios ends, on the flows of a lab. */
record Ending(Lab lab) {
  /** The flow is resumed and finishes; these tasks run, and no row of the old release is left. */
  void finishes(FlowId id, Flow now, Migrations migrations, String... ran)
      throws InterruptedException {
    FlowResult result = lab.resume(id, now, migrations);
    assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly(ran);
    assertThat(lab.stored(id).touched().keySet())
        .as("no row of the old release is left")
        .allMatch(name -> lab.stored(id).shape().atoms().has(name.template()));
  }

  /** The same, and the journal has the one migration. */
  void finishesMigrated(FlowId id, Flow now, Migrations migrations, String... ran)
      throws InterruptedException {
    finishes(id, now, migrations, ran);
    assertThat(lab.journal(id)).hasSize(1);
  }
}
