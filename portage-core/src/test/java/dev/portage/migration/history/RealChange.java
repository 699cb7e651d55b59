package dev.portage.migration.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A change that somebody made to a flow in production: its atoms before and after, in the order in
 * which they ran, and what TaskFlow did to flows that were half way.
 *
 * @param number its place among all changes, from 0
 * @param title project, flow, day and subject
 * @param renames old name to new name, as a person judged them
 * @param cuts after how many tasks flows were cut, each with what TaskFlow did: {@code ok-clean},
 *     {@code ok-silent:HAZARDS}, {@code load:WHY}, {@code run:WHY}; empty where another variant of
 *     the same flow was cut there
 */
record RealChange(
    int number,
    String title,
    List<RealAtom> old,
    List<RealAtom> now,
    Map<String, String> renames,
    SortedMap<Integer, String> cuts) {
  /** Whether flows are cut after each of their tasks, and not only where TaskFlow's were. */
  static final boolean EVERYWHERE = Boolean.getBoolean("portage.histories.everywhere");

  /** An atom of a real flow, without its code. */
  record RealAtom(
      String name,
      String type,
      boolean isRetry,
      List<String> requires,
      List<String> provides,
      boolean reverts) {}

  /** What TaskFlow did to one flow, cut after so many of its tasks. */
  private record Replayed(int cut, int tasks, String result) {}

  /** Every change, in the order of the file. */
  static List<RealChange> all() {
    List<JsonNode> lines = lines("pairs.jsonl.gz");
    Map<String, List<Integer>> variants = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      variants.computeIfAbsent(title(lines.get(i)), t -> new ArrayList<>()).add(i);
    }
    RealChange[] changes = new RealChange[lines.size()];
    variants
        .values()
        .forEach(
            numbers -> {
              List<List<Replayed>> replays = replays(lines.get(numbers.get(0)).path("taskflow"));
              for (int i = 0; i < numbers.size(); i++) {
                List<Replayed> own = i < replays.size() ? replays.get(i) : List.of();
                changes[numbers.get(i)] = of(numbers.get(i), lines.get(numbers.get(i)), own);
              }
            });
    return List.of(changes);
  }

  static List<JsonNode> lines(String file) {
    InputStream in =
        Objects.requireNonNull(RealChange.class.getResourceAsStream("/history/" + file));
    JsonMapper mapper = JsonMapper.shared();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return reader.lines().map(mapper::readTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String title(JsonNode line) {
    return text(line, "flow") + " " + text(line, "date") + " " + text(line, "subject");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /** Variants of a flow share one list: the cuts of the first, then those of the second. */
  private static List<List<Replayed>> replays(JsonNode taskflow) {
    List<List<Replayed>> chunks = new ArrayList<>();
    Replayed last = null;
    for (JsonNode each : taskflow) {
      Replayed next =
          new Replayed(each.path("cut").asInt(), each.path("n").asInt(), text(each, "result"));
      if (last == null || last.tasks() != next.tasks() || last.cut() >= next.cut()) {
        chunks.add(new ArrayList<>());
      }
      chunks.get(chunks.size() - 1).add(next);
      last = next;
    }
    return chunks;
  }

  private static RealChange of(int number, JsonNode line, List<Replayed> own) {
    List<RealAtom> old = atoms(line.path("old"));
    List<RealAtom> now = atoms(line.path("new"));
    long tasks = old.stream().filter(atom -> !atom.isRetry()).count();
    SortedMap<Integer, String> cuts = new TreeMap<>();
    line.path("taskflow").forEach(each -> cuts.put(each.path("cut").asInt(), ""));
    for (int cut = 1; EVERYWHERE && cut < tasks; cut++) {
      cuts.put(cut, "");
    }
    cuts.keySet().removeIf(cut -> cut >= tasks);
    for (Replayed each : own) {
      if (each.tasks() != tasks) {
        throw new IllegalStateException("change " + number + " has other cuts: " + each);
      }
      cuts.put(each.cut(), each.result());
    }
    return new RealChange(
        number, title(line), old, now, Renames.judged(line.path("renames"), old, now), cuts);
  }

  private static List<RealAtom> atoms(JsonNode list) {
    List<RealAtom> atoms = new ArrayList<>();
    for (JsonNode each : list) {
      atoms.add(
          new RealAtom(
              text(each, "name"),
              text(each, "cls"),
              text(each, "kind").equals("retry"),
              texts(each.path("requires")),
              texts(each.path("provides")),
              each.path("has_revert").asBoolean(false)));
    }
    return atoms;
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asString()));
    return texts.stream().distinct().toList();
  }
}
