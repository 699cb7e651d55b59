package dev.portage.cli;

import dev.portage.fleet.FleetOptions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many flows are gone about at once, how fast, and when it is enough. */
final class FleetOption {
  private static final Pattern RATE = Pattern.compile("([0-9]{1,7}(?:\\.[0-9]{1,3})?)(?:/s)?");

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Rehearse N flows of each shape on their real values first, and stop if one does not go as"
              + " planned; with --dry-run: rehearse only these.")
  private int sample;

  @Option(
      names = "--canary",
      paramLabel = "N",
      description = "Migrate N flows of each shape first, and stop if one does not go as planned.")
  private int canary;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Work on N flows at once; default: 8.")
  private int parallel = FleetOptions.defaults().parallelism();

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "No more flows a second; default: as many as can be.")
  private @Nullable String rate;

  @Option(names = "--limit", paramLabel = "N", description = "No more flows in all; default: all.")
  private long limit;

  @Option(
      names = "--stop-after-failures",
      paramLabel = "N",
      description = "Stop when N flows have failed; default: 10, 0 for never.")
  private int stopAfterFailures = FleetOptions.defaults().stopAfterFailures();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = PeriodConverter.class,
      description = "Try busy flows again for so long, such as 2m; default: not at all.")
  private Duration wait = Duration.ZERO;

  @Option(
      names = "--one-by-one",
      description =
          "Read and write each flow by itself; default: let the database carry many over at once"
              + " where no value has to be looked at.")
  private boolean oneByOne;

  boolean isSampled() {
    return sample > 0;
  }

  /**
   * What was asked for.
   *
   * @throws CommandException if it means nothing
   */
  FleetOptions options() {
    try {
      return new FleetOptions(
          sample, canary, parallel, perSecond(), limit, stopAfterFailures, wait, oneByOne);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private double perSecond() {
    if (rate == null) {
      return 0;
    }
    Matcher said = RATE.matcher(rate);
    if (!said.matches() || Double.parseDouble(said.group(1)) == 0) {
      throw CommandException.usage(
          "--rate takes flows a second, such as 500/s or 0.5/s; found '" + Text.line(rate) + "'");
    }
    return Double.parseDouble(said.group(1));
  }
}
