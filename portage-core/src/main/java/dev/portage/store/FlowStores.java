package dev.portage.store;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Opens the store that a URL names, by whichever {@link FlowStoreProvider} takes it. */
public final class FlowStores {
  private FlowStores() {}

  /** Opens a store with the usual options; see {@link FlowStoreProvider#open}. */
  public static FlowStore open(String url) {
    return open(url, StoreOptions.defaults());
  }

  /** Opens a store; see {@link FlowStoreProvider#open}. */
  public static FlowStore open(String url, StoreOptions options) {
    return provider(url).open(url, options);
  }

  /**
   * Opens a store for reading only, with the usual options; see {@link
   * FlowStoreProvider#openForReading}.
   */
  public static FlowReader openForReading(String url) {
    return openForReading(url, StoreOptions.defaults());
  }

  /** Opens a store for reading only; see {@link FlowStoreProvider#openForReading}. */
  public static FlowReader openForReading(String url, StoreOptions options) {
    return provider(url).openForReading(url, options);
  }

  private static FlowStoreProvider provider(String url) {
    List<FlowStoreProvider> known =
        ServiceLoader.load(FlowStoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return known.stream()
        .filter(provider -> provider.accepts(url))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableStoreException(
                    "no store can be opened for '"
                        + withoutSecrets(url)
                        + "'\n  known here: "
                        + known.stream()
                            .map(FlowStoreProvider::urlForm)
                            .collect(Collectors.joining(", "))));
  }

  /** The URL without what follows a question mark or a password before an at sign. */
  static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "?..").replaceFirst("//[^/@]*@", "//..@");
  }
}
