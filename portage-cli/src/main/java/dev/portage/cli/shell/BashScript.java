package dev.portage.cli.shell;

import dev.portage.cli.shell.Syntax.Operand;
import dev.portage.cli.shell.Syntax.Option;
import dev.portage.cli.shell.Syntax.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Completion for bash, version 4 or newer. */
public final class BashScript {
  private static final String HEAD =
      """
      # bash completion of portage, made by: portage completion bash
      # Words of the command are written here; names of flows, shapes, releases, steps and profiles
      # come from the lockfile and portage.toml, never from a store.

      # Candidates, one on a line: those that begin as the word does.
      _portage_offer() {
        local each before=
        # bash cuts words at colons, and only replaces what follows the last one
        [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]] && before=${cur%"${cur##*:}"}
        while IFS= read -r each; do
          if [[ -n $each && $each == "$cur"* ]]; then
            COMPREPLY+=("$(printf '%q' "${each#"$before"}")")
          fi
        done <<<"$1"
      }

      _portage_ask() {
        _portage_offer "$("${COMP_WORDS[0]}" __complete "$1" "${words[@]:1}" 2>/dev/null | cut -f 1)"
      }

      _portage_files() {
        compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$cur"))
      }

      _portage() {
        local line=${COMP_LINE:0:COMP_POINT} cur prev verb= sub= word words
        COMPREPLY=()
        read -r -a words <<<"$line"
        cur=
        if [[ $line != *[[:space:]] ]]; then
          cur=${words[${#words[@]} - 1]}
          unset "words[${#words[@]}-1]"
        fi
        prev=${words[${#words[@]} - 1]}
        for word in "${words[@]:1}"; do
          if [[ $word != -* ]]; then
            if [[ -z $verb ]]; then verb=$word; elif [[ -z $sub ]]; then sub=$word; fi
          fi
        done
        if [[ $cur == --*=* ]]; then
          prev=${cur%%=*}
          cur=${cur#*=}
        fi
      """;

  private BashScript() {}

  /** The script. */
  public static String of(Syntax command) {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("  case $prev in\n");
    byValue(command)
        .forEach(
            (values, names) -> {
              out.append("    ").append(String.join(" | ", names)).append(")\n");
              out.append("      ").append(offer(values)).append("\n      return\n      ;;\n");
            });
    out.append("  esac\n  case $verb in\n");
    out.append("    '')\n      ").append(next(command, "")).append("      ;;\n");
    for (Syntax verb : command.verbs()) {
      out.append("    ").append(verb.name()).append(")\n");
      if (verb.verbs().isEmpty()) {
        out.append("      ").append(next(verb, "")).append("      ;;\n");
      } else {
        nested(verb, out);
      }
    }
    return out.append("  esac\n}\n\ncomplete -F _portage portage\n").toString();
  }

  private static void nested(Syntax verb, StringBuilder out) {
    out.append("      case $sub in\n        '')\n          ").append(next(verb, "    "));
    out.append("          ;;\n");
    for (Syntax each : verb.verbs()) {
      out.append("        ").append(each.name()).append(")\n          ");
      out.append(next(each, "    ")).append("          ;;\n");
    }
    out.append("      esac\n      ;;\n");
  }

  /** Options that take the same values; a name means the same under every verb. */
  private static Map<Values, List<String>> byValue(Syntax command) {
    Map<String, Values> byName = new LinkedHashMap<>();
    collect(command, byName);
    Map<Values, List<String>> byValue = new LinkedHashMap<>();
    byName.forEach(
        (name, values) -> byValue.computeIfAbsent(values, v -> new ArrayList<>()).add(name));
    return byValue;
  }

  private static void collect(Syntax command, Map<String, Values> byName) {
    for (Option option : command.options()) {
      if (option.takesValue()) {
        option.names().forEach(name -> byName.putIfAbsent(name, option.values()));
      }
    }
    command.verbs().forEach(verb -> collect(verb, byName));
  }

  private static String offer(Values values) {
    if (!values.words().isEmpty()) {
      return "_portage_offer '" + String.join("\n", values.words()) + "'";
    }
    return values.files()
        ? "_portage_files"
        : values.asked().isEmpty() ? ":" : "_portage_ask " + values.asked();
  }

  /** What may come next: an option where one is begun, else a verb or an operand. */
  private static String next(Syntax verb, String indent) {
    List<String> options = new ArrayList<>();
    verb.options().forEach(option -> options.addAll(option.names()));
    List<String> words = verb.verbs().stream().map(Syntax::name).toList();
    Operand operand = verb.operands().isEmpty() ? null : verb.operands().get(0);
    String other =
        !words.isEmpty()
            ? "_portage_offer '" + String.join("\n", words) + "'"
            : operand == null ? ":" : offer(operand.values());
    return "if [[ $cur == -* ]]; then\n"
        + indent
        + "        _portage_offer '"
        + String.join("\n", options)
        + "'\n"
        + indent
        + "      else\n"
        + indent
        + "        "
        + other
        + "\n"
        + indent
        + "      fi\n";
  }
}
