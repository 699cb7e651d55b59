package dev.portage.taskflow;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.Failure;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compensation;
import dev.portage.store.NameTemplates;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The columns of one atom's row after an exchange. Whatever is as it was has the text that it had.
 *
 * @param types of the columns
 * @param sql what None is in them
 */
record AtomColumns(Map<String, String> types, Sql sql) {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_VERSION = 64;

  /**
   * What an atom was stored as.
   *
   * @param row its row
   * @param atom the same in Portage's words
   */
  record Source(Row row, AtomRecord atom) {}

  /**
   * The columns of an atom.
   *
   * @param now the atom
   * @param version in its shape
   * @param source what it was before, or what it was made of; null if it is new
   */
  Map<String, @Nullable String> of(
      AtomRecord now, @Nullable String version, @Nullable Source source) {
    AtomRecord old = source == null ? AtomRecord.untouched(now.name(), now.kind()) : source.atom();
    refuseWhatHasNoPlace(now, old);
    Map<String, @Nullable String> columns = new LinkedHashMap<>();
    columns.put("name", name(now.name()));
    columns.put("version", checked("version", version, LONGEST_VERSION));
    columns.put("atom_type", now.kind() == AtomKind.RETRY ? "RETRY_DETAIL" : "TASK_DETAIL");
    put(columns, "state", now.state() == old.state(), source, now.state().name());
    put(columns, "intention", now.intention() == old.intention(), source, now.intention().name());
    results(columns, now, old, source);
    failure(columns, "failure", now.execution().failure(), old.execution().failure(), source);
    failure(columns, "revert_failure", now.reversal().failure(), old.reversal().failure(), source);
    Payload reverted = now.reversal().output();
    put(
        columns,
        "revert_results",
        Objects.equals(reverted, old.reversal().output()),
        source,
        reverted == null ? none("revert_results") : json("revert_results", reverted.tree()));
    Payload meta = now.meta();
    put(
        columns,
        "meta",
        Objects.equals(meta, old.meta()),
        source,
        meta == null ? "{}" : PythonJson.write(meta.tree()));
    return columns;
  }

  private static void refuseWhatHasNoPlace(AtomRecord now, AtomRecord old) {
    Compensation owed = Compensation.of(now);
    if (owed != null && !owed.equals(Compensation.of(old))) {
      throw new PayloadException(
          "atom '"
              + now.name()
              + "' is to undo what "
              + owed.task()
              + " did, and TaskFlow would not know of that\n  next: drop that task with FORGET, and"
              + " see to what it did by hand",
          null);
    }
  }

  private static String name(AtomName name) {
    String stored = NameTemplates.stored(name);
    if (!name.key().isEmpty() && stored.equals(name.toString())) {
      throw new PayloadException(
          "atom '"
              + name
              + "' cannot be stored: '"
              + name.template()
              + "' has no placeholder for its id\n  next: give the template another template as its"
              + " new name, such as "
              + name.template()
              + "_<uuid>",
          null);
    }
    return String.valueOf(checked("name", stored, LONGEST_NAME));
  }

  private static @Nullable String checked(String column, @Nullable String text, int longest) {
    if (text != null && text.length() > longest) {
      throw new PayloadException(
          "the "
              + column
              + " '"
              + text
              + "' has "
              + text.length()
              + " characters; TaskFlow stores "
              + longest
              + " at most",
          null);
    }
    return text;
  }

  private static void put(
      Map<String, @Nullable String> columns,
      String column,
      boolean isAsBefore,
      @Nullable Source source,
      @Nullable String text) {
    columns.put(column, isAsBefore && source != null ? source.row().text(column) : text);
  }

  private void results(
      Map<String, @Nullable String> columns,
      AtomRecord now,
      AtomRecord old,
      @Nullable Source source) {
    if (now.kind() == AtomKind.RETRY) {
      Payload history = now.history();
      put(
          columns,
          "results",
          Objects.equals(history, old.history()),
          source,
          history == null ? "[]" : PythonJson.write(RetryHistory.write(history)));
      return;
    }
    Output output = now.execution().output();
    put(
        columns,
        "results",
        Objects.equals(output, old.execution().output()),
        source,
        output == null ? none("results") : json("results", output.value().tree()));
  }

  private void failure(
      Map<String, @Nullable String> columns,
      String column,
      @Nullable Failure now,
      @Nullable Failure old,
      @Nullable Source source) {
    put(
        columns,
        column,
        Objects.equals(now, old),
        source,
        now == null ? none(column) : PythonJson.write(Failures.write(now)));
  }

  private @Nullable String json(String column, JsonNode tree) {
    return tree.isNull() ? none(column) : PythonJson.write(tree);
  }

  private @Nullable String none(String column) {
    return sql.none(types.getOrDefault(column, ""));
  }
}
