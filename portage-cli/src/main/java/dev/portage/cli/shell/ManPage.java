package dev.portage.cli.shell;

import dev.portage.cli.shell.Syntax.Operand;
import dev.portage.cli.shell.Syntax.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The manual page, as {@code man} reads it. */
public final class ManPage {
  /** What so many verbs have is told once. */
  private static final int SHARED = 4;

  private final StringBuilder out = new StringBuilder();
  private final Syntax command;
  private final Set<Option> common;
  private final Set<Option> shared;

  private ManPage(Syntax command) {
    this.command = command;
    Map<Option, Integer> counts = new LinkedHashMap<>();
    command.verbs().forEach(verb -> verb.options().forEach(o -> counts.merge(o, 1, Integer::sum)));
    this.common = having(counts, command.verbs().size());
    this.shared = having(counts, SHARED);
    shared.removeAll(common);
  }

  private static Set<Option> having(Map<Option, Integer> counts, int least) {
    Set<Option> options = new LinkedHashSet<>();
    counts.forEach(
        (option, count) -> {
          if (count >= least) {
            options.add(option);
          }
        });
    return options;
  }

  /**
   * The page.
   *
   * @param more sections that the command itself does not tell, each with its text
   */
  public static String of(Syntax command, List<Section> more) {
    return new ManPage(command).page(more);
  }

  /**
   * A section of text.
   *
   * @param paragraphs each on one line
   */
  public record Section(String title, List<String> paragraphs) {}

  private String page(List<Section> more) {
    out.append(".\\\" Made by: portage completion man\n.TH PORTAGE 1 \"\" \"Portage\"\n");
    out.append(".SH NAME\nportage \\- ").append(text(command.summary())).append('\n');
    out.append(".SH SYNOPSIS\n.B portage\n.I VERB\n[options]\n.br\n.B portage \\-\\-version\n");
    out.append(".SH COMMON OPTIONS\nEvery verb takes these.\n");
    common.forEach(this::option);
    out.append(".SH SHARED OPTIONS\nVerbs that take these name them under Also.\n");
    shared.forEach(this::option);
    out.append(".SH VERBS\n");
    command.verbs().forEach(verb -> verb("portage", verb));
    more.forEach(this::section);
    return out.toString();
  }

  private void verb(String before, Syntax verb) {
    String name = before + " " + verb.name();
    out.append(".SS ").append(text(name));
    verb.operands().forEach(operand -> out.append(' ').append(text(operand.label())));
    out.append('\n').append(text(verb.summary())).append('\n');
    if (!verb.about().isEmpty()) {
      out.append(".PP\n");
      verb.about().forEach(line -> out.append(text(line)).append('\n'));
    }
    verb.operands().forEach(this::operand);
    List<String> also = new ArrayList<>();
    for (Option option : verb.options()) {
      if (shared.contains(option)) {
        also.add(option.longest());
      } else if (!common.contains(option)) {
        option(option);
      }
    }
    if (!also.isEmpty()) {
      out.append(".PP\nAlso ").append(text(String.join(", ", also))).append(".\n");
    }
    footer(verb);
    verb.verbs().forEach(each -> verb(name, each));
  }

  private void operand(Operand operand) {
    out.append(".TP\n.I ").append(text(operand.label())).append('\n');
    out.append(text(operand.summary())).append('\n');
  }

  private void option(Option option) {
    out.append(".TP\n");
    out.append(".B ").append(text(String.join(", ", option.names())));
    out.append(option.takesValue() ? "=\\fI" + text(option.label()) + "\\fR" : "").append('\n');
    out.append(text(option.summary())).append('\n');
  }

  private void footer(Syntax verb) {
    boolean isOpen = false;
    for (String line : verb.examples()) {
      if (line.isBlank()) {
        out.append(isOpen ? ".EE\n" : "");
        isOpen = false;
      } else {
        out.append(isOpen ? "" : ".PP\n.EX\n");
        isOpen = true;
        out.append(text(line)).append('\n');
      }
    }
    out.append(isOpen ? ".EE\n" : "");
  }

  private void section(Section section) {
    out.append(".SH ").append(text(section.title())).append('\n');
    boolean isFirst = true;
    for (String paragraph : section.paragraphs()) {
      out.append(isFirst ? "" : ".PP\n").append(text(paragraph)).append('\n');
      isFirst = false;
    }
  }

  /** A line that is text and nothing else. */
  private static String text(String line) {
    String escaped = line.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
