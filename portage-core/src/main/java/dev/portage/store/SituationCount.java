package dev.portage.store;

import java.util.List;

/**
 * How many flows are in one situation.
 *
 * @param situation where they are
 * @param flows how many
 * @param samples the least ids, at most three
 */
public record SituationCount(Situation situation, long flows, List<FlowId> samples) {
  /** Most samples that are kept. */
  public static final int MOST_SAMPLES = 3;

  /** Copies the samples. */
  public SituationCount {
    samples = List.copyOf(samples);
  }
}
