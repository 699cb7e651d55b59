package dev.portage.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs about the tables of a store. */
@Command(
    name = "schema",
    sortOptions = false,
    header = "The tables of a store: looks at them, makes them, upgrades them, prints their SQL.",
    synopsisSubcommandLabel = "show|check|create|upgrade",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples: portage schema check --store jdbc:postgresql://db/shop?user=ann",
      "          portage schema create --print --dialect postgresql"
    })
final class SchemaCommand {
  @Mixin
  @SuppressWarnings("UnusedVariable") // for --help
  private final OutputOptions output;

  private SchemaCommand(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  /** With its verbs. */
  static CommandLine of(Terminal terminal) {
    CommandLine schema = new CommandLine(new SchemaCommand(terminal));
    schema.addSubcommand(new SchemaShowVerb(terminal));
    schema.addSubcommand(new SchemaCheckVerb(terminal));
    schema.addSubcommand(new SchemaCreateVerb(terminal));
    schema.addSubcommand(new SchemaUpgradeVerb(terminal));
    return schema;
  }
}
