package dev.portage.cli;

import dev.portage.jdbc.StoreTables;
import dev.portage.jdbc.TableState;
import dev.portage.jdbc.TableState.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the tables of a store. */
@Command(
    name = "create",
    sortOptions = false,
    header = "Makes the tables of a store where there are none.",
    footer = {
      "",
      "Examples: portage schema create --store jdbc:postgresql://db/shop?user=ann",
      "          portage schema create --print --dialect mariadb --table-prefix shop_"
    })
final class SchemaCreateVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final ScriptsOption scripts = new ScriptsOption();
  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final OutputOptions output;

  SchemaCreateVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    if (scripts.arePrinted()) {
      return output.print(new ScriptsAnswer(scripts.of(store), 0));
    }
    StoreTables tables = store.tables();
    TableState found = tables.look();
    if (found.verdict() == Verdict.OLDER) {
      throw CommandException.usage(
          Text.line(found.store())
              + " has tables already: "
              + found.why()
              + "\n  next: "
              + Shell.portage()
              + " schema upgrade"
              + store.asOption());
    }
    if (found.verdict() == Verdict.MISSING) {
      String question =
          "Make the tables of Portage, schema "
              + found.known()
              + ", in "
              + Text.line(found.store());
      yes.confirm(output, question, Shell.portage() + " schema create --print");
    }
    return output.print(SchemaChange.of(tables, found));
  }
}
