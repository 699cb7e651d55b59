package dev.portage.cli;

import dev.portage.cli.SchemaAnswer.Usability;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the tables of a store. */
@Command(
    name = "check",
    sortOptions = false,
    header = "Whether this version can use the tables of a store as they are.",
    footer = {
      "",
      "Exit codes: 0 it can, 3 they have to be made or upgraded, 9 they are newer, incomplete or",
      "those of something else.",
      "",
      "Example: portage schema check --store jdbc:postgresql://db/shop?user=ann"
    })
final class SchemaCheckVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output;

  SchemaCheckVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    return output.print(new Usability(new SchemaAnswer(store.tables().look(), store.url())));
  }
}
