package dev.portage.cli;

import dev.portage.cli.shell.BashScript;
import dev.portage.cli.shell.FishScript;
import dev.portage.cli.shell.ManPage;
import dev.portage.cli.shell.Syntax;
import dev.portage.cli.shell.ZshScript;
import dev.portage.store.Json;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Prints what a shell has to know. */
@Command(
    name = "completion",
    sortOptions = false,
    header = "What a shell has to know to complete verbs, options and names; or the manual page.",
    description = {
      "Names of flows, shapes, releases and steps come from the lockfile, those of profiles from",
      "portage.toml. No store is opened while somebody types."
    },
    footer = {
      "",
      "Example: source <(portage completion bash)",
      "Example: portage completion zsh > ~/.zfunc/_portage",
      "Example: portage completion fish > ~/.config/fish/completions/portage.fish",
      "Example: portage completion man > portage.1; man ./portage.1"
    })
final class CompletionVerb implements Verb {
  /** For whom. */
  enum Reader {
    BASH,
    ZSH,
    FISH,
    MAN
  }

  @Parameters(paramLabel = "bash|zsh|fish|man", description = "Which shell it is for.")
  private Reader reader = Reader.BASH;

  @Mixin private final OutputOptions output;

  CompletionVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    return output.print(new Script(reader, script(output.terminal())));
  }

  private String script(Terminal terminal) {
    CommandLine all =
        Verbs.under(new CommandLine(new PortageCommand(terminal)), terminal, List.of());
    Syntax syntax = Syntax.of(all);
    return switch (reader) {
      case BASH -> BashScript.of(syntax);
      case ZSH -> ZshScript.of(syntax);
      case FISH -> FishScript.of(syntax);
      case MAN -> ManPage.of(syntax, PortageCommand.sections());
    };
  }

  private record Script(Reader reader, String script) implements Answer {
    @Override
    public String text(Style style) {
      return script;
    }

    @Override
    public JsonNode json() {
      return Json.mapper()
          .createObjectNode()
          .put("schema", "portage/completion/1")
          .put("for", reader.name().toLowerCase(Locale.ROOT))
          .put("text", script);
    }
  }
}
