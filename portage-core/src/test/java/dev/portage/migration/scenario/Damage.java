package dev.portage.migration.scenario;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import java.util.List;

/**
 * What comes of a flow that goes on as TaskFlow lets it.
 *
 * @param end how it ended
 * @param ran what its tasks did
 * @param journal what was noted of the migration
 */
record Damage(FlowState end, List<String> ran, String journal) {
  /** The policy. */
  static final Migrations TASKFLOW = Lab.book(BookBuilder::taskflow);

  /** Resumes the flow, and forgets in the lab what ran. */
  static Damage of(Lab lab, FlowId id, Flow now) throws InterruptedException {
    lab.ran.clear();
    FlowState end = lab.resume(id, now, TASKFLOW).state();
    List<String> ran = List.copyOf(lab.ran);
    lab.ran.clear();
    return new Damage(end, ran, lab.journal(id).get(0).moves().tree().toString());
  }
}
