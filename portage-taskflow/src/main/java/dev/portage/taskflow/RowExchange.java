package dev.portage.taskflow;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.NameTemplates;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes one exchange of a stored flow: what differs between its record and the new one becomes
 * changes of just the columns that hold it. Used once, by one thread, in a transaction.
 */
final class RowExchange {
  private static final DateTimeFormatter FRACTIONS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StoredFlow stored;
  private final FlowRecord record;
  private final FlowWrite write;
  private final RowWriter writer;
  private final Instant now;
  private final Map<AtomName, AtomColumns.Source> sources = new HashMap<>();
  private final Set<Row> taken = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Row> after = new ArrayList<>();

  private RowExchange(StoredFlow stored, FlowWrite write, RowWriter writer, Instant now) {
    this.stored = stored;
    this.record = Translation.record(stored);
    this.write = write;
    this.writer = writer;
    this.now = now;
    Names names = Names.of(stored);
    for (Row row : Translation.atoms(stored)) {
      AtomName name = names.of(row);
      sources.put(
          name, new AtomColumns.Source(row, Objects.requireNonNull(record.touched().get(name))));
    }
  }

  /** Writes the rows; gives them as they are afterwards. */
  static RowImage make(StoredFlow stored, FlowWrite write, RowWriter writer, Instant now) {
    return new RowExchange(stored, write, writer, now).make();
  }

  private RowImage make() {
    Row injector = Translation.injector(stored);
    atoms();
    if (injector != null) {
      after.add(inputs(injector));
    } else if (write.head().inputs() != null && !isSame(write.head().inputs(), Payload.EMPTY)) {
      Row fresh = insert(injectorColumns(write.head().inputs()));
      after.add(fresh);
    }
    return new RowImage(flow(), after);
  }

  // ---- the flow's own row, and what it was run with

  private Row flow() {
    Row row = stored.row();
    Payload meta = write.head().meta();
    Map<String, @Nullable String> changes = new LinkedHashMap<>();
    if (meta != null && !isSame(meta, record.header().meta())) {
      changes.put("meta", PythonJson.write(meta.tree()));
    }
    if (write.head().state() != record.header().state()) {
      changes.put("state", write.head().state().name());
    }
    return update(Tables.FLOWS, row, changes);
  }

  private static boolean isSame(@Nullable Payload some, Payload other) {
    return some != null && (some.equals(other) || some.tree().equals(other.tree()));
  }

  private Row inputs(Row injector) {
    Payload inputs = write.head().inputs();
    Map<String, @Nullable String> changes = new LinkedHashMap<>();
    if (inputs != null && !isSame(inputs, record.header().inputs())) {
      changes.put("results", PythonJson.write(inputs.tree()));
    }
    return update(Tables.ATOMS, injector, changes);
  }

  private Map<String, @Nullable String> injectorColumns(Payload inputs) {
    Map<String, @Nullable String> columns = fresh();
    AtomRecord done = AtomRecord.untouched(AtomName.of(StoredFlow.INJECTOR), AtomKind.TASK);
    columns.putAll(columns().of(done, null, null));
    columns.put("state", "SUCCESS");
    columns.put("results", PythonJson.write(inputs.tree()));
    return columns;
  }

  // ---- atoms

  private void atoms() {
    NavigableMap<AtomName, AtomRecord> rows = new TreeMap<>(record.touched());
    write.delete().forEach(rows::remove);
    write.put().forEach(row -> rows.put(row.name(), row));
    Shape shape = write.head().shape() == null ? record.shape() : write.head().shape();
    for (ShapeAtom atom : shape.inOrder()) {
      boolean isThere =
          rows.tailMap(AtomName.of(atom.name())).keySet().stream()
              .findFirst()
              .filter(name -> name.template().equals(atom.name()))
              .isPresent();
      if (!isThere) {
        unstored(atom).forEach(name -> rows.put(name, AtomRecord.untouched(name, atom.kind())));
      }
    }
    for (AtomRecord row : rows.values()) {
      ShapeAtom atom = shape.atoms().get(row.name().template());
      if (atom == null) {
        throw new PayloadException("atom '" + row.name() + "' is in no shape", null);
      }
      atom(row, atom.version());
    }
    sources.values().stream()
        .map(AtomColumns.Source::row)
        .filter(row -> !taken.contains(row))
        .forEach(row -> writer.delete(Tables.ATOMS, row));
  }

  /** The atoms that a shape has and no row says anything of; of a template those that were. */
  private List<AtomName> unstored(ShapeAtom atom) {
    String origin = write.origins().getOrDefault(atom.name(), atom.name());
    List<AtomName> keyed =
        sources.keySet().stream()
            .filter(name -> name.template().equals(origin) && !name.key().isEmpty())
            .map(name -> new AtomName(atom.name(), name.key()))
            .toList();
    boolean isTemplate = NameTemplates.objection(atom.name()).isEmpty();
    return isTemplate ? keyed : List.of(AtomName.of(atom.name()));
  }

  private void atom(AtomRecord row, @Nullable String version) {
    AtomName name = row.name();
    String origin = write.origins().getOrDefault(name.template(), name.template());
    AtomColumns.Source source = sources.get(new AtomName(origin, name.key()));
    Map<String, @Nullable String> columns = columns().of(row, version, source);
    if (source != null && taken.add(source.row())) {
      columns.replace("atom_type", source.row().text("atom_type"));
      after.add(update(Tables.ATOMS, source.row(), RowWriter.difference(source.row(), columns)));
    } else {
      Map<String, @Nullable String> all = fresh();
      all.putAll(columns);
      after.add(insert(all));
    }
  }

  private AtomColumns columns() {
    return new AtomColumns(writer.tables().types(Tables.ATOMS), writer.sql());
  }

  /** What TaskFlow gives a row that it makes. */
  private Map<String, @Nullable String> fresh() {
    Map<String, @Nullable String> columns = new LinkedHashMap<>();
    columns.put("uuid", UUID.randomUUID().toString());
    columns.put("parent_uuid", stored.row().required("uuid"));
    columns.put("created_at", time(Tables.ATOMS, "created_at"));
    columns.put("updated_at", null);
    return columns;
  }

  // ---- rows

  private String time(String table, String column) {
    String type = writer.tables().types(table).getOrDefault(column, "");
    return (writer.sql().hasFractions(type) ? FRACTIONS : SECONDS).format(now);
  }

  private Row update(String table, Row row, Map<String, @Nullable String> changes) {
    if (changes.isEmpty()) {
      return row;
    }
    Map<String, @Nullable String> all = new LinkedHashMap<>(changes);
    all.put("updated_at", time(table, "updated_at"));
    writer.update(table, row, all);
    return row.with(all);
  }

  private Row insert(Map<String, @Nullable String> columns) {
    writer.insert(Tables.ATOMS, columns);
    Map<String, @Nullable String> all = new LinkedHashMap<>();
    writer.tables().columns(Tables.ATOMS).forEach(column -> all.put(column, null));
    all.putAll(columns);
    return new Row(stored.row().flow(), "table " + Tables.ATOMS, Map.of()).with(all);
  }
}
