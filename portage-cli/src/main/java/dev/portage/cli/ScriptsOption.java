package dev.portage.cli;

import dev.portage.jdbc.JdbcOptions;
import dev.portage.jdbc.SchemaScript;
import dev.portage.jdbc.StoreTables;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** SQL to be carried out by somebody else, such as Flyway or Liquibase. */
final class ScriptsOption {
  @Option(
      names = "--print",
      description = "Print the scripts, and do nothing; no database is needed.")
  private boolean printed;

  @Option(
      names = "--dialect",
      paramLabel = "sqlite|postgresql|mariadb",
      description = "With --print and without --store: for which database.")
  private @Nullable String dialect;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "With --dialect: where the tables are; default: where the connection looks.")
  private @Nullable String schema;

  @Option(
      names = "--table-prefix",
      paramLabel = "PREFIX",
      description = "With --dialect: what the names of tables begin with; default: portage_.")
  private @Nullable String prefix;

  /** Whether they are printed rather than carried out. */
  boolean arePrinted() {
    if (!printed && (dialect != null || schema != null || prefix != null)) {
      throw CommandException.usage(
          "--dialect, --schema and --table-prefix go with --print\n  next: add --print, or say"
              + " portage.schema and portage.prefix in the URL of --store");
    }
    return printed;
  }

  /** Those for a dialect, or for the store that is named. */
  List<SchemaScript> of(StoreOption store) {
    if (dialect == null) {
      if (!store.isGiven() || schema != null || prefix != null) {
        throw CommandException.usage(
            "for which database? Add --dialect sqlite, postgresql or mariadb");
      }
      return store.tables().scripts();
    }
    if (store.isGiven()) {
      throw CommandException.usage(
          "--dialect and --store both say for which database\n  next: give one of them");
    }
    JdbcOptions options = JdbcOptions.defaults().withSchema(schema);
    return StoreTables.scripts(dialect, prefix == null ? options : options.withTablePrefix(prefix));
  }
}
