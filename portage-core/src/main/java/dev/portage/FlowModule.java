package dev.portage;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;

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
}
