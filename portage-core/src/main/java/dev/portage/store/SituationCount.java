package dev.portage.store;

import java.util.List;
import java.util.Map;

/**
 * How many flows are in one situation.
 *
 * @param situation where they are
 * @param flows how many
 * @param samples the least ids, at most three
 */
public record SituationCount(Situation situation, long flows, List<FlowId> samples)
    implements Comparable<SituationCount> {
  /** Most samples that are kept. */
  public static final int MOST_SAMPLES = 3;

  /** Copies the samples. */
  public SituationCount {
    samples = List.copyOf(samples);
  }

  /** Counts flows by where they are; they are given in the order of their ids. */
  static List<SituationCount> of(Map<Situation, List<FlowId>> flows) {
    return flows.entrySet().stream()
        .map(
            entry ->
                new SituationCount(
                    entry.getKey(),
                    entry.getValue().size(),
                    entry.getValue().stream().limit(MOST_SAMPLES).toList()))
        .sorted()
        .toList();
  }

  /** Most flows first; of equally many, the one with the least sample. */
  @Override
  public int compareTo(SituationCount other) {
    int more = Long.compare(other.flows, flows);
    return more != 0 ? more : samples.get(0).compareTo(other.samples.get(0));
  }
}
