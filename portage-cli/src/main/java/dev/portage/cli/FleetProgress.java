package dev.portage.cli;

import dev.portage.fleet.Books;
import dev.portage.fleet.Fate;
import dev.portage.fleet.FleetListener;
import dev.portage.fleet.Settled;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows on stderr how far a run is: a bar where a person looks, else a line every ten seconds. Used
 * by the thread that drives the run.
 */
final class FleetProgress implements FleetListener, AutoCloseable {
  private static final long SILENCE_NANOS = 10_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int BAR_INTERVAL_MILLIS = 200;

  /** One less than what every terminal has, so that no line is broken in two. */
  private static final int WIDTH = 79;

  private final OutputOptions output;
  private final LongSupplier nanos;
  private final @Nullable ProgressBar bar;
  private final long began;
  private long told;

  private FleetProgress(OutputOptions output, LongSupplier nanos, @Nullable ProgressBar bar) {
    this.output = output;
    this.nanos = nanos;
    this.bar = bar;
    this.began = nanos.getAsLong();
    this.told = began;
  }

  /** A bar for so many flows if somebody looks, else lines. */
  static FleetProgress of(OutputOptions output, long flows) {
    return new FleetProgress(
        output, System::nanoTime, output.showsBars() ? bar(output, flows) : null);
  }

  /** Lines, by another measure of time. */
  static FleetProgress lines(OutputOptions output, LongSupplier nanos) {
    return new FleetProgress(output, nanos, null);
  }

  private static ProgressBar bar(OutputOptions output, long flows) {
    Terminal terminal = output.terminal();
    PrintStream err = new PrintStream(terminal.err(), true, terminal.charset());
    return new ProgressBarBuilder()
        .setTaskName("migrate")
        .setInitialMax(flows)
        .setUpdateIntervalMillis(BAR_INTERVAL_MILLIS)
        .setStyle(terminal.isUnicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
        .showSpeed()
        .build();
  }

  @Override
  public void settled(Settled flow, Books books) {
    show(books);
  }

  @Override
  public void progress(Books books) {
    show(books);
  }

  private void show(Books books) {
    if (bar != null) {
      bar.maxHint(books.selected());
      bar.stepTo(books.settled());
      bar.setExtraMessage(
          " failed " + books.count(Fate.FAILED) + "  busy " + books.count(Fate.BUSY));
      return;
    }
    long now = nanos.getAsLong();
    if (now - told >= SILENCE_NANOS) {
      told = now;
      double rate = books.settled() * NANOS_PER_SECOND / (now - began);
      output.progress(String.format(Locale.ROOT, "%s rate=%.0f/s", books, rate));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
