package dev.portage.cli.shell;

import dev.portage.cli.shell.Syntax.Option;
import dev.portage.cli.shell.Syntax.Values;

/** Completion for fish. */
public final class FishScript {
  private static final String HEAD =
      """
      # fish completion of portage, made by: portage completion fish
      # Words of the command are written here; names of flows, shapes, releases, steps and profiles
      # come from the lockfile and portage.toml, never from a store.

      function __portage_ask
          set -l words (commandline -opc)
          $words[1] __complete $argv[1] $words[2..-1] 2>/dev/null
      end

      complete -c portage -f
      """;

  private FishScript() {}

  /** The script. */
  public static String of(Syntax command) {
    StringBuilder out = new StringBuilder(HEAD);
    level(command, "__fish_use_subcommand", out);
    return out.toString();
  }

  private static void level(Syntax command, String condition, StringBuilder out) {
    String begin = "complete -c portage -n " + quoted(condition);
    for (Syntax verb : command.verbs()) {
      out.append(begin).append(" -a ").append(verb.name());
      out.append(" -d ").append(quoted(verb.summary())).append('\n');
    }
    for (Option option : command.options()) {
      out.append(begin);
      for (String name : option.names()) {
        out.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      out.append(option.takesValue() ? values(option.values(), " -x") : "");
      out.append(" -d ").append(quoted(option.summary())).append('\n');
    }
    command
        .operands()
        .forEach(
            operand -> {
              String values = values(operand.values(), "");
              if (!values.isEmpty()) {
                out.append(begin).append(values).append('\n');
              }
            });
    for (Syntax verb : command.verbs()) {
      level(verb, within(command, verb), out);
    }
  }

  /** After the verb; after a verb of a verb both are there. */
  private static String within(Syntax command, Syntax verb) {
    String seen = "__fish_seen_subcommand_from " + verb.name();
    if (!verb.verbs().isEmpty()) {
      String names = String.join(" ", verb.verbs().stream().map(Syntax::name).toList());
      return seen + "; and not __fish_seen_subcommand_from " + names;
    }
    return command.name().equals("portage")
        ? seen
        : "__fish_seen_subcommand_from " + command.name() + "; and " + seen;
  }

  private static String values(Values values, String otherwise) {
    if (!values.words().isEmpty()) {
      return otherwise + " -a " + quoted(String.join(" ", values.words()));
    }
    if (values.files()) {
      return " -r -F";
    }
    return values.asked().isEmpty()
        ? otherwise
        : otherwise + " -a " + quoted("(__portage_ask " + values.asked() + ")");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
