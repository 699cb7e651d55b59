package dev.portage.cli.demo;

import java.nio.file.Path;

/**
 * What the demo is played with.
 *
 * @param directory where its files are
 * @param flows how many orders there are
 * @param seed decides how long requests take
 * @param killAt after how many percent of the tasks the kill comes
 * @param command how the user calls the command, for hints
 */
public record DemoSetting(Path directory, int flows, long seed, int killAt, String command) {
  private static final int LEAST_FLOWS = 4;
  private static final int MOST_FLOWS = 999;
  private static final int MOST_PERCENT = 90;

  /**
   * Rejects what cannot be played.
   *
   * @throws DemoException if there are too few or too many flows
   */
  public DemoSetting {
    if (flows < LEAST_FLOWS || flows > MOST_FLOWS) {
      throw new DemoException(
          "the demo takes " + LEAST_FLOWS + " to " + MOST_FLOWS + " flows, not " + flows);
    }
    if (killAt < 1 || killAt > MOST_PERCENT) {
      throw new DemoException(
          "the kill comes after 1 to " + MOST_PERCENT + " percent of the tasks, not " + killAt);
    }
  }
}
