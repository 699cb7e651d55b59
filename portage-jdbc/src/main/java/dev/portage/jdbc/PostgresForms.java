package dev.portage.jdbc;

/** The forms of PostgreSQL. */
record PostgresForms(Dialect dialect) implements SqlForms {
  @Override
  public String text(String bytes) {
    return "convert_from(" + bytes + ", 'UTF8')";
  }

  @Override
  public String bytes(String text) {
    return "convert_to(" + text + ", 'UTF8')";
  }

  @Override
  public String quoted(String text) {
    return "CAST(to_json(CAST(" + text + " AS text)) AS text)";
  }

  @Override
  public String joined(String text) {
    return "string_agg(" + text + ", ',' ORDER BY a.template, a.atom_key)";
  }

  @Override
  public String digested(String text) {
    return "md5(coalesce(string_agg(" + text + ", chr(29)), ''))";
  }

  @Override
  public String position() {
    return "CAST(json_build_array(a.template, a.atom_key, a.state, a.intention, a.version,"
        + " a.output_slots, a.history_length) AS text)";
  }

  @Override
  public String hasNames(String bytes) {
    return "jsonb_exists_all(CAST("
        + text(bytes)
        + " AS jsonb), ARRAY(SELECT jsonb_array_elements_text(CAST(:inputs AS jsonb))))";
  }
}
