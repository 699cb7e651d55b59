package dev.portage.cli;

import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStoreProvider;
import dev.portage.store.StoreOptions;
import dev.portage.store.UnusableStoreException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that tests put under a name: {@code test:NAME}. */
public final class TestStores implements FlowStoreProvider {
  private static final Map<String, FlowStore> STORES = new ConcurrentHashMap<>();

  /** Puts a store under a name and gives its URL. */
  static String put(String name, FlowStore store) {
    STORES.put("test:" + name, store);
    return "test:" + name;
  }

  @Override
  public boolean accepts(String url) {
    return url.startsWith("test:");
  }

  @Override
  public String urlForm() {
    return "test:NAME";
  }

  @Override
  public FlowStore open(String url, StoreOptions options) {
    FlowStore store = STORES.get(url);
    if (store == null) {
      throw new UnusableStoreException("there is no store '" + url + "'");
    }
    return store;
  }

  @Override
  public FlowReader openForReading(String url, StoreOptions options) {
    return open(url, options);
  }
}
