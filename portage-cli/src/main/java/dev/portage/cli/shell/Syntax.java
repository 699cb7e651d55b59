package dev.portage.cli.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as it can be typed.
 *
 * @param name what it is called by
 * @param summary one line
 * @param about more lines; may be empty
 * @param examples the last lines of its help: exit codes and examples
 * @param options what may be given to it, in the order of its help
 * @param operands what stands behind it without an option
 * @param verbs what may come next; empty for most
 */
public record Syntax(
    String name,
    String summary,
    List<String> about,
    List<String> examples,
    List<Option> options,
    List<Operand> operands,
    List<Syntax> verbs) {
  /** Options whose values are known to the lockfile or the configuration. */
  private static final Map<String, Values> KNOWN =
      Map.of(
          "--type", Values.of("types"),
          "--shape", Values.of("shapes"),
          "--from", Values.of("shapes"),
          "--step", Values.of("steps"),
          "--profile", Values.of("profiles"),
          "--class-path", Values.FILES);

  /** What stands behind verbs, likewise. */
  private static final Map<String, Values> OPERANDS =
      Map.of(
          "show", Values.of("shapes"),
          "diff", Values.of("names"),
          "graph", Values.of("names"),
          "squash", Values.of("ranges"));

  /**
   * An option.
   *
   * @param names the long one last
   * @param label of its value; empty for a switch
   * @param summary what it does
   * @param values what may be given
   */
  public record Option(List<String> names, String label, String summary, Values values) {
    boolean takesValue() {
      return !label.isEmpty();
    }

    String longest() {
      return names.get(names.size() - 1);
    }
  }

  /** What stands behind a verb. */
  public record Operand(String label, String summary, Values values) {}

  /**
   * What a value may be.
   *
   * @param words all that it may be; empty if that is not known beforehand
   * @param asked what {@code portage __complete} is asked for them; empty for nothing
   * @param files whether it is a file
   */
  public record Values(List<String> words, String asked, boolean files) {
    static final Values UNKNOWN = new Values(List.of(), "", false);
    static final Values FILES = new Values(List.of(), "", true);

    static Values of(String asked) {
      return new Values(List.of(), asked, false);
    }
  }

  /** The syntax of a command and of its verbs, without those that are hidden. */
  public static Syntax of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<Syntax> verbs = new ArrayList<>();
    command.getSubcommands().values().stream()
        .filter(verb -> !verb.getCommandSpec().usageMessage().hidden())
        .forEach(verb -> verbs.add(of(verb)));
    return new Syntax(
        spec.name(),
        line(spec.usageMessage().header()),
        lines(spec.usageMessage().description()),
        lines(spec.usageMessage().footer()),
        spec.options().stream().filter(option -> !option.hidden()).map(Syntax::option).toList(),
        spec.positionalParameters().stream().map(one -> operand(one, spec.name())).toList(),
        verbs);
  }

  private static Option option(OptionSpec spec) {
    List<String> names = new ArrayList<>(Arrays.asList(spec.names()));
    names.sort(Comparator.comparingInt(String::length));
    String label = spec.arity().max() == 0 ? "" : spec.paramLabel();
    return new Option(
        names,
        label,
        line(spec.description()),
        label.isEmpty()
            ? Values.UNKNOWN
            : values(label, spec.type(), KNOWN.get(spec.longestName())));
  }

  private static Operand operand(PositionalParamSpec spec, String verb) {
    return new Operand(
        spec.paramLabel(),
        line(spec.description()),
        values(spec.paramLabel(), spec.type(), OPERANDS.get(verb)));
  }

  private static Values values(String label, Class<?> type, @Nullable Values known) {
    if (label.matches("[a-z0-9]+(\\|[a-z0-9]+)+")) {
      return new Values(List.of(label.split("\\|", -1)), "", false);
    }
    if (known != null) {
      return known;
    }
    return type == Path.class ? Values.FILES : Values.UNKNOWN;
  }

  private static String line(String[] text) {
    return String.join(" ", text).replaceAll("\\s+", " ").replace("%n", " ").replace("%%", "%");
  }

  private static List<String> lines(String[] text) {
    return Arrays.stream(text).map(each -> each.replace("%%", "%")).collect(Collectors.toList());
  }
}
