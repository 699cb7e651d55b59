package dev.portage.cli;

import dev.portage.jdbc.StoreTables;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a verb works on. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "The store: jdbc:sqlite:FILE, jdbc:postgresql://HOST/DATABASE?user=NAME, the same with"
              + " mariadb, or taskflow:jdbc:sqlite:FILE for a database of OpenStack TaskFlow. Read"
              + " a password from a file: &portage.passwordFile=FILE.")
  private @Nullable String url;

  boolean isGiven() {
    return url != null;
  }

  /** The URL to be repeated in hints: as it was given, without passwords. */
  String url() {
    return Secrets.hidden(given());
  }

  private String given() {
    if (url == null) {
      throw CommandException.usage(
          "which store? Add --store URL, for example --store jdbc:sqlite:shop.db");
    }
    return url;
  }

  /** Opens it as the application does, so that nothing can be written. */
  FlowReader openForReading(CatalogOption application) {
    return openForReading(application.storeOptions());
  }

  /** The same for who looks at no value. */
  FlowReader openForReading() {
    return openForReading(StoreOptions.defaults());
  }

  private FlowReader openForReading(StoreOptions options) {
    return FlowStores.openForReading(given(), options);
  }

  /** Opens it for writing; a store that is not there yet is made by none of these verbs. */
  FlowStore openForWriting(CatalogOption application) {
    return openForWriting(application.storeOptions());
  }

  /** The same for who looks at no value. */
  FlowStore openForWriting() {
    return openForWriting(StoreOptions.defaults());
  }

  private FlowStore openForWriting(StoreOptions options) {
    try (FlowReader there = openForReading(options)) {
      there.description();
    }
    return FlowStores.open(given(), options);
  }

  /** Its tables, to be looked at or made. */
  StoreTables tables() {
    return StoreTables.of(given());
  }
}
