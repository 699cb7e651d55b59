package dev.portage.jdbc;

import dev.portage.store.FlowQuery;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of {@link SetRows}. */
final class SetStatements {
  /** How JSON of ASCII begins a character that has no other way to be written. */
  static final String ESCAPE = "\\u";

  /** What one flow may hold, in bytes; a larger one is carried over by itself. */
  private static final int MOST_BYTES = 150_000;

  /** Likewise of rows. */
  private static final int MOST_ROWS = 300;

  /** What the names end with of what is bound for the line that is meant. */
  static final String OF_LINE = "_of_line";

  private static final String ONE_ATOM = "template = :from AND atom_key = ''";

  private static final String PLACE =
      "template = :template, state = :state, intention = :intention, version = :version";

  private static final String CLEARED =
      ", output = NULL, output_codec = NULL, output_slots = NULL, failure = NULL,"
          + " idempotency_key = NULL, began = NULL, ended = NULL, reversal = NULL,"
          + " reversal_codec = NULL, reversal_failure = NULL";

  /** A condition on an atom: nothing but its place is known of it. */
  static final String BARE =
      "attempts = 0 AND output IS NULL AND failure IS NULL AND idempotency_key IS NULL AND began IS NULL"
          + " AND ended IS NULL AND reversal IS NULL AND reversal_failure IS NULL";

  private final Dialect dialect;
  private final SqlForms forms;
  private final RecordImages images;

  SetStatements(Dialect dialect) {
    this.dialect = dialect;
    this.forms = dialect.forms();
    this.images = new RecordImages(forms);
  }

  /** Selects and locks the ids of a page, without those that somebody else has locked. */
  String page(FlowConditions conditions, FlowQuery.Page page) {
    return "SELECT f.id FROM portage_flow f WHERE "
        + conditions.sql()
        + " AND "
        + FlowConditions.line(OF_LINE)
        + " AND "
        + FlowConditions.after(page.after() == null)
        + " ORDER BY f.id LIMIT "
        + page.limit()
        + " "
        + dialect.locking(false);
  }

  /** Selects where flows are; of those that have to be looked at, null. */
  String judge(boolean asksInputs) {
    return "SELECT f.id AS id, f.revision AS revision, f.state AS state, (SELECT CASE WHEN"
        + " coalesce(MAX(CASE WHEN "
        + RecordImages.isOdd()
        + " THEN 1 ELSE 0 END), 0) = 0 AND COUNT(*) <= "
        + MOST_ROWS
        + " AND coalesce(SUM("
        + size("a.output", "a.reversal", "a.failure", "a.reversal_failure")
        + "), 0) <= "
        + MOST_BYTES
        + " THEN concat('[', coalesce("
        + forms.joined(forms.position())
        + ", ''), ']') END FROM portage_atom a WHERE a.flow_id = f.id) AS positions"
        + " FROM portage_flow f WHERE "
        + dialect.isOneOf("f.id")
        + " AND "
        + size("f.inputs", "f.meta")
        + " <= "
        + MOST_BYTES
        + " AND f.inputs_codec = 'json' AND f.meta_codec = 'json'"
        + (asksInputs ? " AND " + forms.hasNames("f.inputs") : "");
  }

  private static String size(String... columns) {
    return List.of(columns).stream()
        .map(column -> "coalesce(octet_length(" + column + "), 0)")
        .collect(Collectors.joining(" + "));
  }

  /** Writes the journal of flows, with what they are; binds the columns of one entry. */
  String journal() {
    String columns = Bulk.names(JournalColumns.INSERT.bound());
    String values =
        JournalColumns.INSERT.bound().stream()
            .map(column -> value(column.name()))
            .collect(Collectors.joining(", "));
    return "INSERT INTO portage_journal ("
        + columns
        + ") SELECT "
        + values
        + " FROM portage_flow f WHERE "
        + dialect.isOneOf("f.id");
  }

  private String value(String column) {
    return switch (column) {
      case "flow_id" -> "f.id";
      case "revision" -> "f.revision + 1";
      case "undoes" -> "0";
      case "pre_image" -> forms.bytes(images.record(image()));
      default -> ":" + column;
    };
  }

  private String image() {
    return "(SELECT " + forms.joined(images.row()) + " FROM portage_atom a WHERE a.flow_id = f.id)";
  }

  /** Removes a row of each flow. */
  String remove() {
    return forms.delete("portage_atom", "flow_id", ONE_ATOM);
  }

  /** The same where it would say no more than none; as it is, or once it is cleared. */
  String removeBare(boolean isCleared) {
    String also = isCleared ? "attempts = 0" : BARE;
    return forms.delete("portage_atom", "flow_id", ONE_ATOM + " AND " + also);
  }

  /** Changes a row of each flow. */
  String place(boolean isCleared) {
    return forms.update("portage_atom", "flow_id", PLACE + (isCleared ? CLEARED : ""), ONE_ATOM);
  }

  /** Changes the flows themselves. */
  String heads() {
    return forms.update(
        "portage_flow",
        "id",
        "fingerprint = :fingerprint, digest = :digest, stamp = :stamp, revision = revision + 1,"
            + " owner = :owner, lease_until = :until, token = token + 1, changed = :now",
        "1 = 1");
  }

  /** Takes the notes of flows away that were not activated. */
  String refusals() {
    return forms.delete("portage_refusal", "flow_id", "1 = 1");
  }
}
