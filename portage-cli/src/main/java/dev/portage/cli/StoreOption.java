package dev.portage.cli;

import dev.portage.jdbc.StoreTables;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which store a verb works on. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "The store: jdbc:sqlite:FILE, jdbc:postgresql://HOST/DATABASE?user=NAME, the same with"
              + " mariadb, or taskflow:jdbc:sqlite:FILE for a database of OpenStack TaskFlow, with"
              + " ?journal=JOURNAL-FILE or ?journal=here to migrate its flows. Read a password from a file, &portage.passwordFile=FILE, or from PORTAGE_PASSWORD.")
  private @Nullable String url;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  boolean isGiven() {
    return url != null;
  }

  /** Whether it was named with this command, itself or by its profile. */
  boolean isAsked() {
    return url != null && (isTyped() || settings().chosen());
  }

  /** The URL as it was given, without passwords. */
  String url() {
    return Secrets.hidden(given());
  }

  /** The option again, for a hint; empty, or beginning with a space. */
  String asOption() {
    return isTyped() ? " --store " + Shell.word(url()) : settings().asOption();
  }

  private boolean isTyped() {
    return Settings.isTyped("--store", command);
  }

  private Settings settings() {
    return Settings.of(command);
  }

  private String given() {
    if (url == null) {
      throw CommandException.usage(
          "which store? Add --store URL, for example --store jdbc:sqlite:shop.db; or write it into"
              + " portage.toml");
    }
    return url;
  }

  /** With the password that the surroundings have for it. */
  private String complete() {
    return settings().withPassword(given(), isTyped());
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
    return FlowStores.openForReading(complete(), options);
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
    return FlowStores.open(complete(), options);
  }

  /** Its tables, to be looked at or made. */
  StoreTables tables() {
    return StoreTables.of(complete());
  }
}
