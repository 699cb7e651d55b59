package dev.portage.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which flows of a database server may be unreadable, as far as that can be said without looking
 * into JSON: every server does that in its own way, and some only in their latest versions.
 *
 * @param unlike the operator for a text that does not match a regular expression
 * @param blankId the condition that the id of {@code f} is blank
 */
record ServerSuspects(String unlike, String blankId) {
  private static final String TIME =
      "'^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].*Z$'";

  List<String> of(Dialect dialect, String among) {
    String headers =
        "SELECT f.id AS id FROM portage_flow f WHERE "
            + among
            + " AND ("
            + any(
                isNotIn("f.state", KnownNames.FLOW_STATES),
                isNoTime("f.lease_until"),
                isNoTime("f.began"),
                isNoTime("f.changed"),
                blankId,
                "NOT EXISTS (SELECT 1 FROM portage_shape s WHERE s.digest = f.digest)")
            + ")";
    String atoms =
        "SELECT DISTINCT a.flow_id AS id FROM portage_flow f JOIN portage_atom a"
            + " ON a.flow_id = f.id WHERE "
            + dialect.unfinished()
            + " AND ("
            + any(
                isNotIn("a.kind", KnownNames.KINDS),
                isNotIn("a.state", KnownNames.ATOM_STATES),
                isNotIn("a.intention", KnownNames.INTENTIONS),
                isNoTime("a.began"),
                isNoTime("a.ended"),
                "a.attempts < 0",
                "(a.output IS NULL) <> (a.output_slots IS NULL)")
            + ")";
    return List.of(headers, atoms);
  }

  private static String any(String... conditions) {
    return Stream.of(conditions)
        .map(condition -> "(" + condition + ")")
        .collect(Collectors.joining(" OR "));
  }

  private static String isNotIn(String column, String names) {
    return column + " NOT IN (" + names + ")";
  }

  private String isNoTime(String column) {
    return column + " " + unlike + " " + TIME;
  }
}
