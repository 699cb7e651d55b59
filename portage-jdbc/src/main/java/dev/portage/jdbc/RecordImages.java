package dev.portage.jdbc;

/**
 * The JSON of {@link dev.portage.store.RecordJson}, byte for byte, put together by the database.
 * For flows {@code f} whose values are plain JSON, none of them of a retry's past, and whose names
 * need no escape but those that all databases write alike. A value that says it is JSON and is not
 * even text fails on servers; SQLite takes its bytes as they are, and nobody can read either.
 */
final class RecordImages {
  private static final String NULL = "'null'";

  private final SqlForms forms;

  RecordImages(SqlForms forms) {
    this.forms = forms;
  }

  /**
   * An expression: the whole record of a flow.
   *
   * @param rows an expression: the {@link #row} of each of its atoms, joined; null if it has none
   */
  String record(String rows) {
    return concat(
        "'{\"format\":\"portage-record/1\",\"id\":'",
        forms.quoted("f.id"),
        "',\"flow\":'",
        forms.quoted("f.flow"),
        "',\"variant\":'",
        forms.quoted("f.variant"),
        "',\"state\":\"'",
        "f.state",
        "'\",\"revision\":'",
        "f.revision",
        "',\"fingerprint\":\"'",
        "f.fingerprint",
        "'\",\"shape\":\"'",
        "f.digest",
        "'\",\"stamp\":'",
        "f.stamp",
        "',\"inputs\":'",
        payload("f.inputs"),
        "',\"meta\":'",
        payload("f.meta"),
        times("f.began", "f.changed"),
        "',\"atoms\":['",
        "coalesce(" + rows + ", '')",
        "']}'");
  }

  /** An expression: the row of an atom {@code a}. */
  String row() {
    return concat(
        "'{\"template\":'",
        forms.quoted("a.template"),
        "',\"key\":'",
        forms.quoted("a.atom_key"),
        "',\"kind\":\"'",
        "a.kind",
        "'\",\"state\":\"'",
        "a.state",
        "'\",\"intention\":\"'",
        "a.intention",
        "'\",\"version\":'",
        orNull(forms.quoted("a.version")),
        whereThere(
            "a.output",
            concat("',\"slots\":'", "a.output_slots", "',\"output\":'", payload("a.output"))),
        whereThere("a.failure", concat("',\"failure\":'", "a.failure")),
        "',\"attempts\":'",
        "a.attempts",
        "',\"idempotencyKey\":'",
        orNull(forms.quoted("a.idempotency_key")),
        times("a.began", "a.ended"),
        whereThere("a.reversal", concat("',\"revertOutput\":'", payload("a.reversal"))),
        whereThere("a.reversal_failure", concat("',\"revertFailure\":'", "a.reversal_failure")),
        "'}'");
  }

  /**
   * A condition on an atom {@code a}: it has something that {@link #row} does not write, or not so,
   * or says no more than if it were not there. Binds escape, how JSON begins what it does not write
   * as it is.
   */
  static String isOdd() {
    return "(a.state = 'PENDING' AND a.intention = 'EXECUTE' AND a.version IS NULL AND "
        + SetStatements.BARE
        + ") OR a.atom_key <> '' OR a.history IS NOT NULL OR a.meta IS NOT NULL"
        + " OR coalesce(a.output_codec, 'json') <> 'json'"
        + " OR coalesce(a.reversal_codec, 'json') <> 'json'"
        + isOddFailure("a.failure")
        + isOddFailure("a.reversal_failure");
  }

  /** One with characters that were escaped for the column, or that went through codecs. */
  private static String isOddFailure(String column) {
    return " OR replace(coalesce("
        + column
        + ", ''), :escape, '') <> coalesce("
        + column
        + ", '') OR "
        + StoredValues.isEncodedFailure(column);
  }

  private String payload(String bytes) {
    return concat("'{\"codec\":\"json\",\"text\":'", forms.quoted(forms.text(bytes)), "'}'");
  }

  private static String times(String began, String changed) {
    return concat("',\"began\":'", time(began), "',\"changed\":'", time(changed));
  }

  private static String time(String column) {
    return orNull("concat('\"', " + column + ", '\"')", column);
  }

  private static String orNull(String expression) {
    return "coalesce(" + expression + ", " + NULL + ")";
  }

  /** Where {@code concat} takes null for nothing the column itself has to be asked. */
  private static String orNull(String expression, String column) {
    return "CASE WHEN " + column + " IS NULL THEN " + NULL + " ELSE " + expression + " END";
  }

  private static String whereThere(String column, String expression) {
    return "CASE WHEN " + column + " IS NULL THEN '' ELSE " + expression + " END";
  }

  private static String concat(String... parts) {
    return "concat(" + String.join(", ", parts) + ")";
  }
}
