package dev.portage.migration.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.portage.engine.FlowResult;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.frontier.FrontierRun.Event;
import dev.portage.migration.frontier.FrontierRun.Kind;
import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of a flow that was carried over, and of every way in which it may go on. */
final class FrontierChecks {
  private final FrontierCase on;
  private final FlowRecord before;
  private final FlowRecord after;
  private final Heritage heritage;
  private final Told told;

  /**
   * What the migration has said of it.
   *
   * @param findings warnings, and what a step allows
   */
  record Told(Heritage heritage, List<Finding> findings, boolean isCurrent) {
    boolean warns(String atom, FindingCode... codes) {
      return findings.stream()
          .anyMatch(
              finding -> finding.atom().equals(atom) && List.of(codes).contains(finding.code()));
    }
  }

  FrontierChecks(FrontierCase on, FlowRecord before, FlowRecord after, Told told) {
    this.on = on;
    this.before = before;
    this.after = after;
    this.heritage = told.heritage();
    this.told = told;
  }

  /** What was done is done still, by whatever stands for it now; and nothing else is done. */
  void carried() {
    Set<String> done = new HashSet<>();
    for (AtomRecord row : before.touched().values()) {
      if (row.kind() == AtomKind.TASK) {
        for (String heir : heritage.of(row.name().template())) {
          String name = row.name().toString().replace(row.name().template(), heir);
          if (row.state() == AtomState.SUCCESS) {
            done.add(name);
            assertThat(heritage.isReset(heir) || isMixed(heir) || state(name) == AtomState.SUCCESS)
                .as(row.name() + " is done, so " + name + " is, which is " + state(name))
                .isTrue();
          }
        }
      }
    }
    for (AtomRecord row : after.touched().values()) {
      if (row.kind() == AtomKind.TASK && row.state() == AtomState.SUCCESS) {
        assertThat(done.contains(row.name().toString()) || heritage.isSeeded(row.name().template()))
            .as(row.name() + " is done, so something was before")
            .isTrue();
      }
    }
  }

  /** Whether of the tasks that have become one some are not done. */
  private boolean isMixed(String heir) {
    return heritage.origins(heir).stream()
        .map(AtomName::of)
        .anyMatch(
            old ->
                heritage.origins(heir).size() > 1
                    && (!before.touched().containsKey(old)
                        || before.touched().get(old).state() != AtomState.SUCCESS));
  }

  private AtomState state(String name) {
    return after.touched().values().stream()
        .filter(row -> row.name().toString().equals(name))
        .map(AtomRecord::state)
        .findFirst()
        .orElse(AtomState.PENDING);
  }

  /** Whether nothing has failed so far, and nothing is left out. */
  boolean isGoingWell() {
    return after.touched().values().stream()
        .noneMatch(
            row ->
                row.state() == AtomState.FAILURE
                    || row.state() == AtomState.IGNORE
                    || row.intention() != Intention.EXECUTE);
  }

  /** What a flow did from there on. */
  void went(FrontierRun run, FlowResult result, boolean isDisturbed) {
    Map<String, AtomState> states = new HashMap<>();
    after.touched().values().stream()
        .filter(row -> row.kind() == AtomKind.TASK)
        .forEach(row -> states.put(row.name().toString(), row.state()));
    Set<String> starved = starved(result);
    boolean failed = !isGoingWell() || !starved.isEmpty();
    List<Event> events = run.events();
    for (Event event : events) {
      failed |= event.kind() == Kind.FAIL;
      boolean mayStarve =
          starved.contains(event.atom())
              || told.warns(event.leaf().name(), FindingCode.DATA01, FindingCode.DATA02);
      if (event.kind() == Kind.REVERT && mayStarve && !isDone(states.get(event.atom()))) {
        states.put(event.atom(), AtomState.FAILURE);
      }
      happens(event, states, failed);
    }
    boolean stuck = after.touched().values().stream().anyMatch(FrontierChecks::isStuck);
    assertThat(result.state())
        .as("it ends: " + result + events)
        .isIn(FlowState.SUCCESS, FlowState.REVERTED, stuck ? FlowState.FAILURE : FlowState.SUCCESS);
    boolean skips = on.now().groups().stream().anyMatch(group -> !group.links().isEmpty());
    if (!isDisturbed && !skips && isGoingWell()) {
      assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
    }
    ended(result, states);
  }

  private static boolean isDone(AtomState state) {
    return state == AtomState.SUCCESS;
  }

  private static boolean isStuck(AtomRecord row) {
    return row.state() == AtomState.REVERT_FAILURE;
  }

  /** Atoms that fail before their bodies begin, since what they read is not there, as was told. */
  private Set<String> starved(FlowResult result) {
    Set<String> starved = new HashSet<>();
    result
        .failures()
        .forEach(
            (atom, failure) -> {
              String template = atom.replaceAll("\\[.*", "");
              if (String.valueOf(failure.message()).contains("left out by a decider")
                  || told.isCurrent()
                  || told.warns(template, FindingCode.DATA01, FindingCode.DATA02)) {
                starved.add(atom);
              }
            });
    return starved;
  }

  private void happens(Event event, Map<String, AtomState> states, boolean failed) {
    String atom = event.atom();
    AtomState state = states.getOrDefault(atom, AtomState.PENDING);
    boolean reverts = event.leaf().traits().reverts();
    switch (event.kind()) {
      case EXECUTE -> {
        if (state == AtomState.SUCCESS && (reverts || !failed)) {
          fail(atom + " is done twice");
        }
        states.put(atom, AtomState.RUNNING);
      }
      case DONE -> states.put(atom, AtomState.SUCCESS);
      case FAIL -> states.put(atom, AtomState.FAILURE);
      default -> {
        if (state == AtomState.PENDING || state == AtomState.REVERTED) {
          fail(atom + " is reverted, and is " + state);
        }
        if (state == AtomState.SUCCESS && !isRenamed(event.leaf())) {
          assertThat(event.results())
              .as("what " + atom + " gets to revert")
              .isEqualTo(stored(event.leaf()));
        }
        states.put(atom, AtomState.REVERTED);
      }
    }
  }

  /** Whether its slots are others than it was stored with, as is told unless nothing is planned. */
  private boolean isRenamed(Leaf leaf) {
    Leaf old = on.old().leaf(leaf.name());
    return told.warns(leaf.name(), FindingCode.DATA01)
        || (told.isCurrent() && old != null && !old.provides().equals(leaf.provides()));
  }

  private static List<Object> stored(Leaf leaf) {
    return leaf.provides().stream()
        .<Object>map(slot -> String.valueOf(SketchCode.value(slot, leaf.traits().major())))
        .toList();
  }

  private void ended(FlowResult result, Map<String, AtomState> states) {
    for (AtomRecord row : result.stored().touched().values()) {
      Leaf leaf = on.now().leaf(row.name().template());
      boolean isHead = leaf != null && leaf.traits().each() != null && row.name().key().isEmpty();
      if (row.kind() == AtomKind.TASK && !isHead && leaf != null) {
        ended(row, leaf, result.state(), states);
      }
    }
  }

  private void ended(AtomRecord row, Leaf leaf, FlowState end, Map<String, AtomState> states) {
    AtomState last = states.getOrDefault(row.name().toString(), AtomState.PENDING);
    if (end == FlowState.SUCCESS) {
      assertThat(row.state())
          .as(row.name() + " when all is done")
          .isIn(AtomState.SUCCESS, AtomState.IGNORE);
    }
    if (row.state() == AtomState.SUCCESS) {
      assertThat(last).as(row.name() + " is done").isEqualTo(AtomState.SUCCESS);
    }
    boolean isUndone = end == FlowState.REVERTED && leaf.traits().reverts();
    if (isUndone && (row.state() != AtomState.SUCCESS || !on.hasRetries())) {
      assertThat(last)
          .as(row.name() + " is undone in the end")
          .isIn(AtomState.REVERTED, AtomState.PENDING, AtomState.IGNORE);
    }
  }
}
