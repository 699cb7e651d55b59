package dev.portage.cli;

import java.util.List;
import picocli.CommandLine;

/** What the command can be asked to do. */
final class Verbs {
  /** In the order of the help. */
  static final List<String> NAMES =
      List.of(
          "status",
          "show",
          "diff",
          "graph",
          "plan",
          "lint",
          "check",
          "record",
          "new",
          "squash",
          "migrate",
          "undo",
          "stamp",
          "history",
          "verify",
          "export",
          "import",
          "fixture",
          "prune",
          "schema",
          "completion",
          "demo");

  private Verbs() {}

  /** The command with the verb that comes first; with all where none does, as for help. */
  static CommandLine under(CommandLine command, Terminal terminal, List<String> args) {
    needed(args).forEach(name -> command.addSubcommand(name, verb(name, terminal)));
    return command;
  }

  /** To set up each verb takes as long as to begin Java. */
  private static List<String> needed(List<String> args) {
    if (args.equals(List.of("--version"))) {
      return List.of();
    }
    return !args.isEmpty() && NAMES.contains(args.get(0)) ? args.subList(0, 1) : NAMES;
  }

  private static Object verb(String name, Terminal terminal) {
    return switch (name) {
      case "status" -> new StatusVerb(terminal);
      case "show" -> new ShowVerb(terminal);
      case "diff" -> new DiffVerb(terminal);
      case "graph" -> new GraphVerb(terminal);
      case "plan" -> new PlanVerb(terminal);
      case "lint" -> new LintVerb(terminal);
      case "check" -> new CheckVerb(terminal);
      case "record" -> new RecordVerb(terminal);
      case "new" -> new NewVerb(terminal);
      case "squash" -> new SquashVerb(terminal);
      case "migrate" -> new MigrateVerb(terminal);
      case "undo" -> new UndoVerb(terminal);
      case "stamp" -> new StampVerb(terminal);
      case "history" -> new HistoryVerb(terminal);
      case "verify" -> new VerifyVerb(terminal);
      case "export" -> new ExportVerb(terminal);
      case "import" -> new ImportVerb(terminal);
      case "fixture" -> new FixtureVerb(terminal);
      case "prune" -> new PruneVerb(terminal);
      case "schema" -> SchemaCommand.of(terminal);
      case "completion" -> new CompletionVerb(terminal);
      case "demo" -> new DemoVerb(terminal);
      default -> throw new IllegalArgumentException("no verb: " + name);
    };
  }
}
