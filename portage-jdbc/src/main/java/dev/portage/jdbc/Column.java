package dev.portage.jdbc;

/**
 * A column of one of our tables.
 *
 * @param name as in the scripts
 * @param type what it holds
 */
record Column(String name, Type type) {
  /** What a column holds, and what PostgreSQL calls it. */
  enum Type {
    TEXT("text"),
    LONG("bigint"),
    INT("integer"),
    BYTES("bytea");

    private final String postgres;

    Type(String postgres) {
      this.postgres = postgres;
    }

    String postgres() {
      return postgres;
    }
  }

  static Column text(String name) {
    return new Column(name, Type.TEXT);
  }

  static Column number(String name) {
    return new Column(name, Type.LONG);
  }

  static Column count(String name) {
    return new Column(name, Type.INT);
  }

  static Column bytes(String name) {
    return new Column(name, Type.BYTES);
  }
}
