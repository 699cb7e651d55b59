package dev.portage.jdbc;

/**
 * The forms of MariaDB. Rows are changed by joins with the ids: older versions read the whole table
 * where they are in a subquery.
 */
record MariaForms(Dialect dialect, String ids) implements SqlForms {
  @Override
  public String text(String bytes) {
    return "CONVERT(" + bytes + " USING utf8mb4)";
  }

  @Override
  public String bytes(String text) {
    return "CAST(" + text + " AS BINARY)";
  }

  @Override
  public String quoted(String text) {
    return "json_quote(" + text + ")";
  }

  @Override
  public String joined(String text) {
    return "group_concat(" + text + " ORDER BY a.template, a.atom_key SEPARATOR ',')";
  }

  @Override
  public String digested(String text) {
    return "md5(coalesce(group_concat(" + text + " SEPARATOR '\u001d'), ''))";
  }

  @Override
  public String position() {
    return "json_array(a.template, a.atom_key, a.state, a.intention, a.version, a.output_slots,"
        + " a.history_length)";
  }

  @Override
  public String hasNames(String bytes) {
    return "json_contains(json_keys(" + text(bytes) + "), :inputs)";
  }

  @Override
  public String update(String table, String key, String set, String also) {
    return "UPDATE "
        + table
        + " JOIN "
        + ids
        + " ON "
        + key
        + " = j.one SET "
        + set
        + " WHERE "
        + also;
  }

  @Override
  public String delete(String table, String key, String also) {
    return "DELETE "
        + table
        + " FROM "
        + table
        + " JOIN "
        + ids
        + " ON "
        + key
        + " = j.one WHERE "
        + also;
  }
}
