package dev.portage.cli.shell;

import dev.portage.cli.shell.Syntax.Operand;
import dev.portage.cli.shell.Syntax.Option;
import dev.portage.cli.shell.Syntax.Values;
import java.util.ArrayList;
import java.util.List;

/** Completion for zsh. */
public final class ZshScript {
  private static final String HEAD =
      """
      #compdef portage
      # zsh completion of portage, made by: portage completion zsh
      # Words of the command are written here; names of flows, shapes, releases, steps and profiles
      # come from the lockfile and portage.toml, never from a store.

      _portage_ask() {
        local -a found
        found=(${(f)"$($_portage_command __complete $1 "${(@Q)words[2,CURRENT-1]}" 2>/dev/null | cut -f 1)"})
        compadd -a found
      }

      _portage() {
        local curcontext="$curcontext" state line _portage_command=$words[1]
        local -a verbs
      """;

  private ZshScript() {}

  /** The script. */
  public static String of(Syntax command) {
    StringBuilder out = new StringBuilder(HEAD);
    level(command, "  ", out);
    return out.append("}\n\nif [[ $funcstack[1] == _portage ]]; then\n  _portage \"$@\"\nelse\n")
        .append("  compdef _portage portage\nfi\n")
        .toString();
  }

  private static void level(Syntax command, String indent, StringBuilder out) {
    List<String> specs = new ArrayList<>();
    command.options().forEach(option -> specs.add(spec(option)));
    if (command.verbs().isEmpty()) {
      command.operands().forEach(operand -> specs.add(spec(operand)));
      out.append(indent).append("_arguments -s");
      specs.forEach(each -> out.append(" \\\n").append(indent).append("  ").append(each));
      out.append('\n');
      return;
    }
    specs.add("':verb:->verb'");
    specs.add("'*::argument:->rest'");
    out.append(indent).append("_arguments -C -s");
    specs.forEach(each -> out.append(" \\\n").append(indent).append("  ").append(each));
    out.append('\n').append(indent).append("case $state in\n").append(indent).append("verb)\n");
    out.append(indent).append("  verbs=(\n");
    for (Syntax verb : command.verbs()) {
      String text = verb.name() + ":" + verb.summary();
      out.append(indent).append("    '").append(text.replace("'", "'\\''")).append("'\n");
    }
    out.append(indent).append("  )\n").append(indent).append("  _describe verb verbs\n");
    out.append(indent).append("  ;;\n").append(indent).append("rest)\n");
    out.append(indent).append("  case $line[1] in\n");
    for (Syntax verb : command.verbs()) {
      out.append(indent).append("  ").append(verb.name()).append(")\n");
      level(verb, indent + "    ", out);
      out.append(indent).append("    ;;\n");
    }
    out.append(indent).append("  esac\n").append(indent).append("  ;;\n");
    out.append(indent).append("esac\n");
  }

  private static String spec(Option option) {
    String text = "[" + plain(option.summary()) + "]";
    String value = option.takesValue() ? ":" + plain(option.label()) + values(option.values()) : "";
    if (option.names().size() == 1) {
      String equals = option.takesValue() ? "=" : "";
      return "'*" + option.longest() + equals + text + value + "'";
    }
    String names = String.join(",", option.names());
    if (option.takesValue()) {
      names = option.names().get(0) + "," + option.longest() + "=";
    }
    return "'*'{" + names + "}'" + text + value + "'";
  }

  private static String spec(Operand operand) {
    return "':" + plain(operand.label()) + values(operand.values()) + "'";
  }

  private static String values(Values values) {
    if (!values.words().isEmpty()) {
      return ":(" + String.join(" ", values.words()) + ")";
    }
    return values.files()
        ? ":_files"
        : values.asked().isEmpty() ? ": " : ": _portage_ask " + values.asked();
  }

  /** Without what has a meaning between quotes and brackets of a spec. */
  private static String plain(String text) {
    return text.replace("'", "").replace("[", "(").replace("]", ")").replace(":", "\\:");
  }
}
