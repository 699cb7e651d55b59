package dev.portage.taskflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a flow the very rows back that it had, every column of them. Of the flow's own row only the
 * metadata if TaskFlow has written it meanwhile. Used in a transaction.
 *
 * @param now the rows as they are
 * @param then as they were
 * @param isUntouched whether nobody has written them since
 */
record RowRestoration(StoredFlow now, RowImage then, boolean isUntouched) {
  /** Writes the rows; gives them as they are afterwards. */
  RowImage make(RowWriter writer) {
    Map<String, Row> there = new HashMap<>();
    now.atoms().forEach(row -> there.put(row.required("uuid"), row));
    List<Row> after = new ArrayList<>();
    for (Row row : then.atoms()) {
      Row present = there.remove(row.required("uuid"));
      if (present == null) {
        writer.insert(Tables.ATOMS, texts(row));
        after.add(row);
      } else {
        after.add(change(writer, Tables.ATOMS, present, texts(row)));
      }
    }
    there.values().forEach(row -> writer.delete(Tables.ATOMS, row));
    Map<String, @Nullable String> flow = texts(then.flow());
    if (!isUntouched) {
      flow.keySet().retainAll(List.of("meta"));
    }
    return new RowImage(change(writer, Tables.FLOWS, now.row(), flow), after);
  }

  private static Row change(
      RowWriter writer, String table, Row row, Map<String, @Nullable String> columns) {
    Map<String, @Nullable String> changes = RowWriter.difference(row, columns);
    writer.update(table, row, changes);
    return row.with(changes);
  }

  private static Map<String, @Nullable String> texts(Row row) {
    Map<String, @Nullable String> texts = new LinkedHashMap<>();
    row.columns().keySet().forEach(column -> texts.put(column, row.text(column)));
    return texts;
  }
}
