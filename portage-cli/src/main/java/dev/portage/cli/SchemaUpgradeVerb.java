package dev.portage.cli;

import dev.portage.jdbc.StoreTables;
import dev.portage.jdbc.TableState;
import dev.portage.jdbc.TableState.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Upgrades the tables of a store. */
@Command(
    name = "upgrade",
    sortOptions = false,
    header = "Upgrades the tables of a store to what this version uses.",
    description = {
      "Stop the processes of older versions first: they do not open a store that is newer than they",
      "are."
    },
    footer = {
      "",
      "Examples: portage schema upgrade --store jdbc:postgresql://db/shop?user=ann",
      "          portage schema upgrade --print --from 1 --dialect postgresql"
    })
final class SchemaUpgradeVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final ScriptsOption scripts = new ScriptsOption();

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "With --print: the schema that is there; the scripts behind it are printed.")
  private @Nullable Integer from;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final OutputOptions output;

  SchemaUpgradeVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    if (scripts.arePrinted()) {
      if (from == null) {
        throw CommandException.usage("from which schema? Add --from N, the one that is there");
      }
      return output.print(new ScriptsAnswer(scripts.of(store), from));
    }
    if (from != null) {
      throw CommandException.usage("--from goes with --print; a store says itself what is there");
    }
    StoreTables tables = store.tables();
    TableState found = tables.look();
    if (found.verdict() == Verdict.MISSING) {
      throw CommandException.usage(
          Text.line(found.store())
              + " cannot be upgraded: "
              + found.why()
              + "\n  next: "
              + Shell.portage()
              + " schema create"
              + store.asOption());
    }
    if (found.verdict() == Verdict.OLDER) {
      String question =
          "Upgrade the tables of "
              + Text.line(found.store())
              + " from schema "
              + found.version()
              + " to "
              + found.known();
      String look = Shell.portage() + " schema upgrade --print --from " + found.version();
      yes.confirm(output, question, look);
    }
    return output.print(SchemaChange.of(tables, found));
  }
}
