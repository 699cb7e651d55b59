package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.WitnessFile.Event;
import dev.portage.engine.WitnessFile.Line;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStores;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fight over flows has left, in the store and with its witness.
 *
 * @param ring where it was
 * @param kills how many of those who fought were killed; a few words of each may be missing
 */
record Fight(Fighter.Ring ring, int kills) {
  private static final int MOST = 100_000;

  /** How often a flow has changed hands so far. */
  static long takenOver(String url) {
    try (FlowReader reader = FlowStores.openForReading(url)) {
      return reader.find(FlowQuery.all().limit(MOST)).stream()
          .mapToLong(flow -> flow.lease().token() - 1)
          .filter(times -> times > 0)
          .sum();
    }
  }

  /** How many flows were submitted so far. */
  static long submitted(Fighter.Ring ring) throws IOException {
    return WitnessFile.read(ring.witness()).stream()
        .filter(line -> line.event() == Event.SUBMITTED)
        .count();
  }

  void isAsItShouldBe() throws IOException {
    List<Line> lines = WitnessFile.read(ring.witness());
    onlyWhoHeldTheLeaseWrote(lines);
    Map<String, Integer> ends = ends(lines);
    assertThat(ends).allSatisfy((attempt, times) -> assertThat(times).as(attempt).isEqualTo(1));
    try (FlowReader reader = FlowStores.openForReading(ring.url())) {
      assertThat(reader.unreadable()).isEmpty();
      for (FlowHeader flow : reader.find(FlowQuery.all().limit(MOST))) {
        assertThat(flow.state()).as(flow.id().text()).isIn(FlowState.SUCCESS, FlowState.REVERTED);
        if (kills == 0) {
          everyAttemptEnded(ends, reader, flow);
        }
      }
    }
  }

  /**
   * Each revision was written once, each token by one owner, and none after a write under a later
   * one.
   */
  static void onlyWhoHeldTheLeaseWrote(List<Line> lines) {
    Map<String, TreeMap<Integer, Line>> writes = new HashMap<>();
    Map<String, String> owners = new HashMap<>();
    for (Line line : lines) {
      if (line.event() == Event.WRITTEN) {
        Line other =
            writes.computeIfAbsent(line.flow(), id -> new TreeMap<>()).put(line.attempt(), line);
        assertThat(other).as("a revision, written by %s too", line).isNull();
        String owner = owners.putIfAbsent(line.flow() + " " + line.atom(), line.detail());
        assertThat(owner).as("who wrote before %s under its token", line).isIn(null, line.detail());
      }
    }
    assertThat(writes).isNotEmpty();
    for (TreeMap<Integer, Line> ofFlow : writes.values()) {
      assertThat(ofFlow.values())
          .extracting(line -> Long.parseLong(line.atom()))
          .as("%s", ofFlow)
          .isSorted();
    }
  }

  /** A second end of one attempt would be that of somebody who had lost the flow. */
  private static Map<String, Integer> ends(List<Line> lines) {
    Map<String, Integer> ends = new HashMap<>();
    for (Line line : lines) {
      boolean isEnd = line.event() == Event.ACKNOWLEDGED && line.attempt() > 0; // not a fan-out's
      if (isEnd && line.detail().matches("SUCCESS|FAILURE")) {
        ends.merge(line.key(), 1, Integer::sum);
      } else if (isEnd && line.detail().equals("REVERTED")) {
        ends.merge(line.key() + " undone", 1, Integer::sum);
      }
    }
    assertThat(ends).isNotEmpty();
    return ends;
  }

  private static void everyAttemptEnded(
      Map<String, Integer> ends, FlowReader reader, FlowHeader flow) {
    for (AtomRecord row : reader.load(flow.id()).orElseThrow().touched().values()) {
      for (int attempt = first(row); attempt <= row.execution().attempts(); attempt++) {
        assertThat(ends).containsKey(flow.id() + "/" + row.name() + "/" + attempt);
      }
    }
  }

  /** The first attempt that this atom made; one of a fan-out counts on over others before it. */
  private static int first(AtomRecord row) {
    boolean isItem = !row.name().key().isEmpty();
    boolean isOpen = row.execution().idempotencyKey() != null;
    return isItem ? row.execution().attempts() + (isOpen ? 0 : 1) : 1;
  }
}
