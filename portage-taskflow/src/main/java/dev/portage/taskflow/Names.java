package dev.portage.taskflow;

import dev.portage.model.AtomName;
import dev.portage.store.NameTemplates;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the atoms of one flow are called. A template stands for its matches if they are alike, in
 * kind and version, and no atom is called like the template itself; else names are what they are.
 *
 * @param byStored by stored name
 */
record Names(Map<String, AtomName> byStored) {
  /**
   * The names of the atoms of a flow.
   *
   * @throws dev.portage.store.CorruptRecordException if two atoms have one name
   */
  static Names of(StoredFlow stored) {
    String flow = stored.row().required("name");
    Map<String, AtomName> names = new HashMap<>();
    Set<List<String>> kinds = new HashSet<>();
    for (Row row : Translation.atoms(stored)) {
      String own = row.required("name");
      AtomName name = stored.names().name(flow, own);
      if (names.put(own, name) != null) {
        throw row.corrupt("name", "two atoms of the flow have this name", null);
      }
      kinds.add(
          List.of(
              name.template(),
              name.key().isEmpty() ? "" : "each",
              Translation.kind(row).name(),
              Objects.requireNonNullElse(row.text("version"), "-")));
    }
    Map<String, Long> variety =
        kinds.stream().collect(Collectors.groupingBy(kind -> kind.get(0), Collectors.counting()));
    names.replaceAll(
        (own, name) -> variety.getOrDefault(name.template(), 1L) > 1 ? AtomName.of(own) : name);
    return new Names(names);
  }

  AtomName of(Row row) {
    return named(row.required("name"));
  }

  private AtomName named(String stored) {
    return byStored.getOrDefault(stored, AtomName.of(stored));
  }

  /** What an atom of this stored name is called in values that name atoms. */
  String told(String stored) {
    return named(stored).toString();
  }

  /** The stored name of an atom that is told of as {@code template[key]}. */
  static String stored(String told) {
    int key = told.indexOf('[');
    return key > 0 && told.endsWith("]")
        ? NameTemplates.stored(
            new AtomName(told.substring(0, key), told.substring(key + 1, told.length() - 1)))
        : told;
  }
}
