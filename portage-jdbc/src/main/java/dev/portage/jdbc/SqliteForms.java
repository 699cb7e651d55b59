package dev.portage.jdbc;

/** The forms of SQLite. */
record SqliteForms(Dialect dialect) implements SqlForms {
  @Override
  public String text(String bytes) {
    return "CAST(" + bytes + " AS TEXT)";
  }

  @Override
  public String bytes(String text) {
    return "CAST(" + text + " AS BLOB)";
  }

  @Override
  public String quoted(String text) {
    return "CASE WHEN " + text + " IS NOT NULL THEN json_quote(CAST(" + text + " AS TEXT)) END";
  }

  @Override
  public String joined(String text) {
    return "group_concat(" + text + ", ',' ORDER BY a.template, a.atom_key)";
  }

  @Override
  public String control(int code) {
    return "char(" + code + ")";
  }

  /** Long, as there is no digest. */
  @Override
  public String digested(String text) {
    return "coalesce(group_concat(" + text + ", char(29)), '')";
  }

  @Override
  public String position() {
    return "json_array(CAST(a.template AS TEXT), CAST(a.atom_key AS TEXT), CAST(a.state AS TEXT),"
        + " CAST(a.intention AS TEXT), CAST(a.version AS TEXT), CAST(a.output_slots AS TEXT),"
        + " CAST(a.history_length AS INTEGER))";
  }

  @Override
  public String hasNames(String bytes) {
    return "(SELECT COUNT(DISTINCT had.key) FROM json_each("
        + text(bytes)
        + ") had WHERE had.key IN (SELECT value FROM json_each(:inputs)))"
        + " = json_array_length(:inputs)";
  }
}
