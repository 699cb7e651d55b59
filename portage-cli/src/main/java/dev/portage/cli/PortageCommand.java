package dev.portage.cli;

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
}
