package dev.portage.store;

/** Opens stores of one technology. Found by {@link java.util.ServiceLoader}. */
public interface FlowStoreProvider {
  /** Whether this is the provider for that URL. */
  boolean accepts(String url);

  /** What URLs it takes, for messages, such as {@code jdbc:sqlite:FILE}. */
  String urlForm();

  /**
   * Opens a store, making its tables if the database is new.
   *
   * @throws UnusableStoreException if this is not a store that can be written
   * @throws StoreUnavailableException if it cannot be reached
   */
  FlowStore open(String url, StoreOptions options);

  /** The same with the usual options. */
  default FlowStore open(String url) {
    return open(url, StoreOptions.defaults());
  }

  /**
   * Opens a store for reading only: the database itself refuses every write.
   *
   * @throws UnusableStoreException if there is no store there, or it is not one
   * @throws StoreUnavailableException if it cannot be reached
   */
  FlowReader openForReading(String url, StoreOptions options);

  /** The same with the usual options. */
  default FlowReader openForReading(String url) {
    return openForReading(url, StoreOptions.defaults());
  }
}
