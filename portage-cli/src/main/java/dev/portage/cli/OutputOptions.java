package dev.portage.cli;

import dev.portage.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** How a command talks: the options that every verb has. */
final class OutputOptions {
  /** What the answer is written as. */
  enum Format {
    TEXT,
    JSON,
    NDJSON,
    YAML
  }

  /** When colours are used. */
  enum Colour {
    AUTO,
    ALWAYS,
    NEVER
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|ndjson|yaml",
      description = "How the answer is written; ndjson: each event on a line; default: text.")
  private Format format = Format.TEXT;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      description = "Colours; auto obeys NO_COLOR and is off where nobody looks.")
  private Colour colour = Colour.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "No answer and no progress, only errors and the exit code.")
  private boolean quiet;

  @Option(names = "--no-progress", description = "Do not show how far the work is.")
  private boolean noProgress;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "More detail, and stack traces of unexpected errors; -vv: also what drivers and the pool of"
              + " connections log.")
  private boolean[] verbose = {};

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = PeriodConverter.class,
      description =
          "Give up after so long, such as 90s or 10m; what works on flows stops between two of them."
              + " Default: never.")
  private @Nullable Duration timeout;

  @Option(
      names = Settings.PROFILE,
      paramLabel = "NAME",
      description = "A profile of portage.toml, which has options that need not be typed.")
  @SuppressWarnings("UnusedVariable") // looked for before options are
  private @Nullable String profile;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  private final Terminal terminal;
  private final Deadline deadline = new Deadline();

  OutputOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Null if the command may take as long as it does. */
  @Nullable Duration timeout() {
    return timeout;
  }

  Deadline deadline() {
    return deadline;
  }

  boolean isVerbose() {
    return verbose.length > 0;
  }

  boolean isJson() {
    return format != Format.TEXT;
  }

  /** Whether what happens is to be told while it happens. */
  boolean isStreamed() {
    return format == Format.NDJSON && !quiet;
  }

  /** Whether a person looks who likes to see something move. */
  boolean showsBars() {
    return !quiet
        && !noProgress
        && format == Format.TEXT
        && terminal.keyboard() != null
        && terminal.environment().getOrDefault("CI", "").isEmpty();
  }

  /** Whether a person looks at text and could be asked. */
  Style style() {
    boolean colourful =
        switch (colour) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> terminal.isColourful();
        };
    return new Style(terminal.isUnicode(), colourful);
  }

  /** Writes the answer, to stdout alone. */
  ExitCode print(Answer answer) {
    if (!quiet) {
      if (format == Format.NDJSON) {
        event(answer.event());
      } else if (isJson()) {
        write(terminal.out(), document(answer));
      } else {
        write(terminal.out(), encoded(answer.text(style())));
      }
    }
    return answer.exit();
  }

  /** Writes one line of JSON to stdout. */
  void event(JsonNode event) {
    write(terminal.out(), utf8(Json.mapper().writeValueAsString(event) + "\n"));
  }

  private byte[] document(Answer answer) {
    if (format == Format.YAML) {
      return utf8(new YAMLMapper().writeValueAsString(answer.json()));
    }
    return utf8(
        Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer.json()) + "\n");
  }

  /** Wherever it is printed: that is what JSON is written in. */
  private static byte[] utf8(String text) {
    return Text.encodable(text, StandardCharsets.UTF_8.newEncoder())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Writes documents that are JSON already, whatever the answer is to be written as. */
  void printJson(String documents) {
    if (!quiet) {
      write(terminal.out(), utf8(documents));
    }
  }

  /** Writes part of the answer ahead of the rest: for people, so not where JSON is asked for. */
  void printText(String text) {
    if (!quiet && !isJson()) {
      write(terminal.out(), encoded(text));
    }
  }

  /** Says on stderr how far the work is. */
  void progress(String line) {
    if (!noProgress) {
      tell(line);
    }
  }

  /** Says on stderr what goes on. */
  void tell(String line) {
    if (!quiet) {
      write(terminal.err(), encoded(line + "\n"));
    }
  }

  /** Says on stderr what is wrong but does not stop the command. */
  void warn(String message) {
    write(
        terminal.err(),
        encoded(style().paint(Style.Tint.YELLOW, "warning:") + " " + message + "\n"));
  }

  /** Says on stderr what stopped the command. */
  void error(String message) {
    write(terminal.err(), encoded(style().paint(Style.Tint.RED, "error:") + " " + message + "\n"));
  }

  private byte[] encoded(String text) {
    return Text.encodable(text, terminal.charset().newEncoder()).getBytes(terminal.charset());
  }

  private static void write(OutputStream stream, byte[] bytes) {
    try {
      stream.write(bytes);
      stream.flush();
    } catch (IOException e) {
      throw new ClosedPipeException(e);
    }
  }

  /** Nobody reads what is written any more, as with {@code portage status | head -1}. */
  static final class ClosedPipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedPipeException(IOException cause) {
      super("the answer cannot be written: " + cause.getMessage(), cause);
    }
  }
}
