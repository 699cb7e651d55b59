package dev.portage.store;

/**
 * A transaction of a store that a body works in; see {@link FlowStore#begin}. Used by one thread at
 * a time.
 */
public interface StoreTransaction extends AutoCloseable {
  /**
   * What the body works with. It can neither end the transaction nor be closed by the body.
   *
   * @param kind as the transaction was begun with
   */
  <C> C connection(Class<C> kind);

  /** The body has ended: what it was given cannot be used any more. */
  void seal();

  /**
   * Whether the store has lost it, so that nothing of it was written and it cannot be committed.
   */
  boolean isLost();

  /** Undoes what the body did, unless it was committed. Never throws; again has no effect. */
  @Override
  void close();
}
