package dev.portage.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the tables of a store. */
@Command(
    name = "show",
    sortOptions = false,
    header = "Which schema a store has, which this version uses, and which tables there are.",
    description = "Numbers of rows are those that the database remembers; nothing is counted.",
    footer = {"", "Example: portage schema show --store jdbc:postgresql://db/shop?user=ann"})
final class SchemaShowVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output;

  SchemaShowVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    return output.print(new SchemaAnswer(store.tables().look(), store.url()));
  }
}
