package dev.portage.examples;

import dev.portage.FlowModule;
import dev.portage.Portage;
import dev.portage.jdbc.JdbcOptions;
import dev.portage.jdbc.JdbcStores;
import javax.sql.DataSource;

/** The examples of {@code docs/guide/stores.md}. */
final class Stores {
  private Stores() {}

  // guide:begin open
  /** The file is made if there is none. */
  static Portage inAFile(FlowModule module) {
    return Portage.open("jdbc:sqlite:shop.db", module);
  }

  /** A pool of its own; the password is in a file that only this process may read. */
  static Portage onAServer(FlowModule module) {
    return Portage.open(
        "jdbc:postgresql://db/shop?user=shop&portage.passwordFile=/run/secrets/shop", module);
  }

  /** Connections that the application has anyway. */
  static Portage overOurs(DataSource source, FlowModule module) {
    return Portage.open(JdbcStores.open(source, JdbcOptions.defaults()), module);
  }
  // guide:end
}
