package dev.portage.migration.history;

import dev.portage.migration.history.RealChange.RealAtom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the judged list, whose names leave out what stands in braces. */
final class Renames {
  private Renames() {}

  /** Old names to new names; those only that are there before, and new afterwards. */
  static Map<String, String> judged(JsonNode pairs, List<RealAtom> old, List<RealAtom> now) {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    pairs.forEach(pair -> entries.add(Map.entry(pair.path(0).asString(), pair.path(1).asString())));
    return among(entries, names(old), names(now));
  }

  /** The same of pairs that are written so. */
  static Map<String, String> among(
      List<Map.Entry<String, String>> pairs, List<String> old, List<String> now) {
    List<String> gone = new ArrayList<>(old);
    List<String> born = new ArrayList<>(now);
    List<String> stayed = new ArrayList<>(gone);
    stayed.retainAll(born);
    gone.removeAll(stayed);
    born.removeAll(stayed);
    Map<String, String> renames = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : pairs) {
      String from = take(gone, pair.getKey());
      String to = from == null ? null : take(born, pair.getValue());
      if (from != null && to != null) {
        renames.put(from, to);
      }
    }
    return renames;
  }

  private static List<String> names(List<RealAtom> atoms) {
    return atoms.stream().map(RealAtom::name).toList();
  }

  /** Takes the first that is called so out of the list. */
  private static @Nullable String take(List<String> names, String judged) {
    for (String name : names) {
      if (name.equals(judged) || plain(name).equals(plain(judged))) {
        names.remove(name);
        return name;
      }
    }
    return null;
  }

  private static String plain(String name) {
    return name.replaceAll("\\{[^}]*}", "{}");
  }
}
