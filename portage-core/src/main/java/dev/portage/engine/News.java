package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What listeners are to hear once it is durable. Not thread-safe. */
final class News {
  private final FlowHeader.Key flow;
  private final List<Consumer<FlowListener>> events = new ArrayList<>();
  private final BooleanSupplier isHeard;
  private Instant since;

  /**
   * None yet.
   *
   * @param isHeard whether anybody listens; what atoms do is not written down for nobody
   */
  News(FlowHeader.Key flow, BooleanSupplier isHeard, Instant since) {
    this.flow = flow;
    this.isHeard = isHeard;
    this.since = since;
  }

  void flow(FlowState from, FlowState to, Instant now) {
    FlowTransition transition =
        new FlowTransition(flow, from, to, now, Duration.between(since, now));
    since = now;
    events.add(listener -> listener.onFlow(transition));
  }

  void atoms(List<Unstored.Step> steps) {
    for (Unstored.Step step : isHeard.getAsBoolean() ? steps : List.<Unstored.Step>of()) {
      AtomTransition transition = transition(step);
      events.add(listener -> listener.onAtom(transition));
    }
  }

  void progress(List<Progress.Noted> notes) {
    for (Progress.Noted note : isHeard.getAsBoolean() ? notes : List.<Progress.Noted>of()) {
      Reports.Report report = note.report();
      AtomProgress told =
          new AtomProgress(flow, note.atom(), report.fraction(), report.text(), report.at());
      events.add(listener -> listener.onProgress(told));
    }
  }

  private AtomTransition transition(Unstored.Step step) {
    AtomRecord row = step.row();
    Instant began = step.since();
    return new AtomTransition(
        flow,
        row.name(),
        step.from(),
        row.state(),
        step.at(),
        began == null ? null : Duration.between(began, step.at()),
        row.execution().attempts(),
        failure(row));
  }

  private static @Nullable Failure failure(AtomRecord row) {
    if (row.state() == AtomState.FAILURE) {
      return row.execution().failure();
    }
    return row.state() == AtomState.REVERT_FAILURE ? row.reversal().failure() : null;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  List<Consumer<FlowListener>> drain() {
    List<Consumer<FlowListener>> all = List.copyOf(events);
    events.clear();
    return all;
  }
}
