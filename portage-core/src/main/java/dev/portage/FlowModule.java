package dev.portage;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.store.StoreOptions;

/**
 * What an application brings: its flows, and how stored ones are carried over when they change.
 * Found by {@link java.util.ServiceLoader} where the command line is given a class path.
 */
public interface FlowModule {
  /** The flows, by name. */
  FlowCatalog catalog();

  /**
   * The migration books, by flow name. A flow without a book is resumed only if its code is exactly
   * what it was stored by.
   */
  default Migrations migrations() {
    return Migrations.none();
  }

  /**
   * How stores of these flows are opened by their URL: with which limits, and with which codecs and
   * keys. The command line takes it too, or it could not read what is encrypted.
   */
  default StoreOptions storeOptions() {
    return StoreOptions.defaults();
  }
}
