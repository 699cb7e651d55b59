package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BestPairsTest {
  private static final int CASES = Integer.getInteger("portage.pairs", 2_000);
  private static final long SEED = Long.getLong("portage.seed", 43L);

  @Test
  void nothingGoesWithNothing() {
    assertThat(BestPairs.of(new double[0][0])).isEmpty();
    assertThat(BestPairs.of(new double[2][0])).containsExactly(-1, -1);
  }

  @Test
  void theSumCountsAndNotTheBestPair() {
    double[][] scores = {{0.9, 0.8}, {0.85, 0.1}};
    assertThat(BestPairs.of(scores)).containsExactly(1, 0);
  }

  @Test
  void ofMoreRowsThanColumnsSomeHaveNone() {
    assertThat(BestPairs.of(new double[][] {{0.1}, {0.9}, {0.5}})).containsExactly(-1, 0, -1);
    assertThat(BestPairs.of(new double[][] {{0.1, 0.9, 0.5}})).containsExactly(1);
  }

  @Test
  void noOtherPairsScoreMore() {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      double[][] scores = new double[1 + random.nextInt(5)][1 + random.nextInt(5)];
      for (int row = 0; row < scores.length; row++) {
        for (int column = 0; column < scores[row].length; column++) {
          scores[row][column] = random.nextInt(5) / 4.0; // ties are common
        }
      }
      String which = "case " + i + " of seed " + SEED;
      int[] pairs = BestPairs.of(scores);
      assertThat(pairs).as(which).hasSize(scores.length);
      boolean[] taken = new boolean[scores[0].length];
      double sum = 0;
      for (int row = 0; row < pairs.length; row++) {
        if (pairs[row] >= 0) {
          assertThat(taken[pairs[row]]).as(which).isFalse();
          taken[pairs[row]] = true;
          sum += scores[row][pairs[row]];
        }
      }
      assertThat(sum).as(which).isCloseTo(most(scores, 0, new boolean[taken.length]), within(1e-9));
    }
  }

  /** The largest sum, by trying everything. */
  private static double most(double[][] scores, int row, boolean[] taken) {
    if (row == scores.length) {
      return 0;
    }
    double most = most(scores, row + 1, taken);
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        most = Math.max(most, scores[row][column] + most(scores, row + 1, taken));
        taken[column] = false;
      }
    }
    return most;
  }
}
