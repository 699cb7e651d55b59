package dev.portage.cli;

import dev.portage.cli.shell.ManPage.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command without a verb. */
@Command(
    name = "portage",
    versionProvider = PortageVersion.class,
    header = "Durable task flows whose work in flight survives the next deploy.",
    synopsisSubcommandLabel = "VERB",
    customSynopsis = "portage VERB [options]",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit codes: 0 ok, 1 failure, 2 usage, 3 pending, 4 stuck, 5 lint, 6 blocked, 7 busy,",
      "8 unconfirmed, 9 integrity.",
      "",
      "Example: portage demo"
    })
final class PortageCommand {
  @Mixin private final OutputOptions output;

  @Option(names = "--version", versionHelp = true, description = "The version.")
  @SuppressWarnings("UnusedVariable")
  private boolean version;

  PortageCommand(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  OutputOptions output() {
    return output;
  }

  /** What the manual page says beside verbs and options. */
  static List<Section> sections() {
    List<String> codes = new ArrayList<>();
    for (ExitCode code : ExitCode.values()) {
      codes.add(code.code() + " " + code.name().toLowerCase(Locale.ROOT));
    }
    return List.of(
        new Section("EXIT STATUS", List.of(String.join(", ", codes) + ".")),
        new Section(
            "ENVIRONMENT",
            List.of(
                "PORTAGE_CONFIG names the configuration, in place of portage.toml in the working"
                    + " directory.",
                "PORTAGE_PASSWORD is the password of a server whose URL has none.",
                "NO_COLOR switches colours off, CI the progress bar.")),
        new Section(
            "FILES",
            List.of(
                "portage.toml has options that need not be typed, by profile.",
                "flow-shapes.lock has the shapes that were released, as portage record writes"
                    + " them.")));
  }
}
