package dev.portage.store;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What migrations that were made together have in common: one call of {@code portage migrate}, one
 * migrator, or one engine, with all the flows that it carried over. Run ids sort by the second in
 * which they were begun.
 *
 * @param text letters and digits; never empty, no more than 64 of them
 */
public record RunId(String text) implements Comparable<RunId> {
  /** Digits, then letters, in the order of their codes, without those that look alike. */
  private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int BITS = 5;
  private static final int TIME_SIGNS = 7;
  private static final int RANDOM_SIGNS = 5;
  private static final int LONGEST = 64;

  /** Checks the text. */
  public RunId {
    if (!text.matches("[0-9A-Za-z]{1," + LONGEST + "}")) {
      throw new IllegalArgumentException(
          "a run id is letters and digits, at most " + LONGEST + ", found '" + text + "'");
    }
  }

  /** A new run, begun at this moment. */
  public static RunId begun(Instant at) {
    long random = ThreadLocalRandom.current().nextLong();
    return new RunId(signs(at.getEpochSecond(), TIME_SIGNS) + signs(random, RANDOM_SIGNS));
  }

  private static String signs(long bits, int count) {
    StringBuilder signs = new StringBuilder();
    for (int i = count - 1; i >= 0; i--) {
      signs.append(SIGNS.charAt((int) (bits >>> (i * BITS)) & (SIGNS.length() - 1)));
    }
    return signs.toString();
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  /** The text. */
  @Override
  public String toString() {
    return text;
  }
}
