package dev.portage.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * What somebody would write to keep a flow with its atoms as JSON, by the functions of a database.
 */
final class PreImages {
  private static final String HEAD =
      "'format', 'portage-record/1', 'id', f.id, 'flow', f.flow, 'variant', f.variant,"
          + " 'state', f.state, 'revision', f.revision, 'fingerprint', f.fingerprint,"
          + " 'shape', f.digest, 'stamp', %1$s, 'inputs', %2$s, 'meta', %3$s,"
          + " 'began', f.began, 'changed', f.changed, 'atoms', (SELECT %4$s(%5$s) FROM"
          + " portage_atom a WHERE a.flow_id = f.id)";

  private static final String ATOM =
      "'template', a.template, 'key', a.atom_key, 'kind', a.kind, 'state', a.state,"
          + " 'intention', a.intention, 'version', a.version, 'slots', %1$s, 'output', %2$s,"
          + " 'attempts', a.attempts, 'idempotencyKey', a.idempotency_key, 'began', a.began,"
          + " 'changed', a.ended";

  static final String POSTGRES =
      "convert_to(CAST(json_build_object("
          + HEAD.formatted(
              "CAST(f.stamp AS json)",
              postgres("f.inputs"),
              postgres("f.meta"),
              "json_agg",
              "json_build_object("
                  + ATOM.formatted("CAST(a.output_slots AS json)", postgres("a.output"))
                  + ") ORDER BY a.template, a.atom_key")
          + ") AS text), 'UTF8')";

  static final String SQLITE =
      "CAST(json_object("
          + HEAD.formatted(
              "json(f.stamp)",
              sqlite("f.inputs"),
              sqlite("f.meta"),
              "json_group_array",
              "json_object("
                  + ATOM.formatted("json(a.output_slots)", sqlite("a.output"))
                  + ") ORDER BY a.template, a.atom_key")
          + ") AS BLOB)";

  /** As long as what Portage writes about such a migration. */
  static final byte[] MOVES =
      ("{\"moves\":[{\"by\":\"step release\",\"because\":\"\",\"operations\":[{\"op\":\"rename\","
              + "\"what\":\"rename reserve -> hold\"},{\"op\":\"version\",\"what\":\"version quote"
              + " 1.0 -> 2.0\"},{\"op\":\"drop\",\"what\":\"drop audit\"}]},{\"by\":\"new tasks"
              + " start PENDING\",\"because\":\"\",\"operations\":[{\"op\":\"add\",\"what\":\"add"
              + " notify 1.0\"}]}],\"findings\":[]}")
          .getBytes(StandardCharsets.UTF_8);

  private PreImages() {}

  private static String postgres(String bytes) {
    return "json_build_object('codec', 'json', 'text', convert_from(" + bytes + ", 'UTF8'))";
  }

  private static String sqlite(String bytes) {
    return "json_object('codec', 'json', 'text', CAST(" + bytes + " AS TEXT))";
  }
}
