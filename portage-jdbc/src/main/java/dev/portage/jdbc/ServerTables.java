package dev.portage.jdbc;

import java.util.List;

/** The tables in a database server. */
record ServerTables(Server server, ServerUrl url) implements StoreTables {
  @Override
  public TableState look() {
    return ServerStores.look(server, url);
  }

  @Override
  public int upgrade() {
    return ServerStores.upgrade(server, url);
  }

  @Override
  public List<SchemaScript> scripts() {
    return StoreTables.scripts(server.dialect().id(), url.options());
  }
}
