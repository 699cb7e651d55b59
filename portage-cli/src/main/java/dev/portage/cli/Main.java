package dev.portage.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code portage}. */
public final class Main {
  private static final int HELP_WIDTH = 100;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    logAll(List.of(args));
    System.exit(run(Terminal.ofProcess(), args));
  }

  /** Before anything logs: levels are read once. */
  private static void logAll(List<String> args) {
    boolean twice = args.contains("-vv") || Collections.frequency(args, "-v") > 1;
    if (twice) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
      System.setProperty("org.slf4j.simpleLogger.log.com.zaxxer.hikari", "debug");
    }
  }

  /** Runs one command in this process. */
  static int run(Terminal terminal, String... args) {
    if (args.length > 0 && args[0].equals(Completer.WORD)) {
      return Completer.run(terminal, List.of(args));
    }
    PortageCommand root = new PortageCommand(terminal);
    CommandLine commandLine = Verbs.under(new CommandLine(root), terminal, List.of(args));
    StringWriter help = new StringWriter();
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setOut(new PrintWriter(help))
        .setExecutionExceptionHandler((thrown, at, parsed) -> failed(thrown, at, root))
        .setParameterExceptionHandler((thrown, given) -> misused(thrown, root));
    try {
      commandLine.setDefaultValueProvider(settings(terminal, List.of(args)));
      int code = commandLine.execute(args);
      commandLine.getOut().flush();
      root.output().printText(help.toString());
      return code;
    } catch (OutputOptions.ClosedPipeException e) {
      return ExitCode.FAILURE.code();
    } catch (CommandException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return Errors.report(e, root.output()).code();
    }
  }

  /** Who asks for help may not know yet how the configuration is written. */
  private static Settings settings(Terminal terminal, List<String> args) {
    boolean isHelp = args.stream().anyMatch(List.of("-h", "--help", "--version")::contains);
    return isHelp
        ? Settings.none(terminal.environment())
        : Settings.of(terminal.environment(), args);
  }

  private static int failed(Exception thrown, CommandLine at, PortageCommand root) {
    OutputOptions output = at.getCommand() instanceof Verb verb ? verb.output() : root.output();
    return Errors.report(thrown, output).code();
  }

  private static int misused(ParameterException thrown, PortageCommand root) {
    CommandLine at = thrown.getCommandLine();
    StringBuilder message = new StringBuilder(String.valueOf(thrown.getMessage()));
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      List<String> close = unmatched.getSuggestions();
      if (!close.isEmpty()) {
        message.append("\n  did you mean: ").append(String.join(", ", close));
      }
    }
    String command = at.getCommandSpec().qualifiedName();
    root.output()
        .error(Secrets.withoutUrls(message.toString()) + "\n  next: " + command + " --help");
    return ExitCode.USAGE.code();
  }
}
