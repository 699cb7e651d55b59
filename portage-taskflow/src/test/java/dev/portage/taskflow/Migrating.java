package dev.portage.taskflow;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.Undo;
import dev.portage.migration.UndoOutcome;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.NameTemplates;
import dev.portage.store.StoreOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Migrates flows of a TaskFlow database as the command does.
 *
 * @param url of the store, with the place of the journal
 * @param options with the templates of names
 */
record Migrating(String url, StoreOptions options) {
  static final Migrator.Who WHO = new Migrator.Who("test", InstantSource.system());

  static Migrating in(Path file) {
    return new Migrating(
        "taskflow:jdbc:sqlite:" + file + "?journal=" + file.resolveSibling("journal.db"),
        StoreOptions.defaults());
  }

  Migrating with(NameTemplates names) {
    return new Migrating(url, options.withNameTemplates(names));
  }

  /** A target of the given lines, one for each atom, below a pattern. */
  static String target(String flow, String pattern, List<String> atoms) {
    return "portage-shape/1\n"
        + pattern
        + " \""
        + flow
        + "\"\n"
        + atoms.stream().map(atom -> "  " + atom + "\n").collect(Collectors.joining());
  }

  Map<FlowId, Outcome> migrate(String flow, String target, Consumer<BookBuilder> book) {
    return in(
        store -> {
          Migrator migrator =
              new Migrator(
                  store,
                  FlowCatalog.builder().shape(flow, "", Shape.parse(target)).build(),
                  Migrations.of(flow, book),
                  WHO);
          Map<FlowId, Outcome> outcomes = new LinkedHashMap<>();
          store
              .find(FlowQuery.unfinished().of(flow))
              .forEach(header -> outcomes.put(header.id(), migrator.migrate(header.id())));
          return outcomes;
        });
  }

  Map<FlowId, UndoOutcome> undo(String flow, Migrations books) {
    return in(
        store -> {
          Undo undo = new Undo(store, books, WHO);
          Map<FlowId, UndoOutcome> outcomes = new LinkedHashMap<>();
          store
              .find(FlowQuery.all().of(flow))
              .forEach(header -> outcomes.put(header.id(), undo.undo(header.id())));
          return outcomes;
        });
  }

  <T> T in(Function<FlowStore, T> work) {
    try (FlowStore store = FlowStores.open(url, options)) {
      return work.apply(store);
    }
  }
}
