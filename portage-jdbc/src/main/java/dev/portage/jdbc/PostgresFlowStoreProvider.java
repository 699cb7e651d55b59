package dev.portage.jdbc;

import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStoreProvider;
import dev.portage.store.StoreOptions;
import java.util.Locale;

/**
 * Opens stores in PostgreSQL, by {@code
 * jdbc:postgresql://HOST:PORT/DATABASE?user=NAME&password=..}, with connections of their own.
 * Beside the parameters of the driver the URL takes {@code portage.schema}, {@code portage.prefix}
 * and {@code portage.tables} ({@code check} if absent, or {@code create}), see {@link JdbcOptions},
 * and {@code portage.passwordFile} in place of {@code password}: a file whose first line it is.
 */
public final class PostgresFlowStoreProvider implements FlowStoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PostgresFlowStoreProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.toLowerCase(Locale.ROOT).startsWith(Server.POSTGRESQL.prefix());
  }

  @Override
  public String urlForm() {
    return Server.POSTGRESQL.prefix() + "//HOST/DATABASE";
  }

  @Override
  public FlowStore open(String url, StoreOptions options) {
    ServerUrl parts = ServerUrl.of(url);
    return ServerStores.open(Server.POSTGRESQL, parts, parts.options().withStore(options));
  }

  @Override
  public FlowReader openForReading(String url, StoreOptions options) {
    ServerUrl parts = ServerUrl.of(url);
    return ServerStores.openForReading(
        Server.POSTGRESQL, parts, parts.options().withStore(options));
  }
}
