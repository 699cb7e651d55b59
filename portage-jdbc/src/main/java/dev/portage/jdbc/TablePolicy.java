package dev.portage.jdbc;

/** What becomes of tables that are not as this version wants them when a store is opened. */
public enum TablePolicy {
  /** They are left alone, and the store is not opened: somebody else makes and upgrades tables. */
  CHECK,
  /** Missing tables are made, older ones upgraded. */
  CREATE
}
