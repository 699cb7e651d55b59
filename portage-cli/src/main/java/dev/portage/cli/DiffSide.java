package dev.portage.cli;

import dev.portage.model.AtomState;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.SituationCount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of two shapes that are compared.
 *
 * @param name what the user called it
 * @param shape the shape
 * @param positions how many unfinished flows of it have each atom in which state; empty for none
 */
record DiffSide(String name, Shape shape, Map<String, Map<AtomState, Long>> positions) {
  /** The shape, with where the store's unfinished flows of it are. */
  static DiffSide stored(String name, Shape shape, FlowReader reader) {
    Map<String, Map<AtomState, Long>> positions = new HashMap<>();
    FlowQuery query = FlowQuery.unfinished().shaped(shape.fingerprint().hex());
    for (CensusLine line : reader.census(query)) {
      if (line.shape().digest().equals(shape.digest())) {
        reader.situations(line).forEach(count -> add(count, positions));
      }
    }
    return new DiffSide(name, shape, positions);
  }

  private static void add(SituationCount count, Map<String, Map<AtomState, Long>> positions) {
    count
        .situation()
        .atoms()
        .forEach(
            (atom, position) -> {
              if (atom.key().isEmpty() && position.state() != AtomState.PENDING) {
                positions
                    .computeIfAbsent(atom.template(), name -> new EnumMap<>(AtomState.class))
                    .merge(position.state(), count.flows(), Long::sum);
              }
            });
  }

  String heading() {
    String brief = shape.fingerprint().brief();
    return name.equals(brief) ? brief : Text.line(name) + " (" + brief + ")";
  }

  /** Where flows are at this atom, such as {@code 12 done, 2 running}; empty if none began it. */
  String position(ShapeAtom atom) {
    List<String> words = new ArrayList<>();
    positions
        .getOrDefault(atom.name(), Map.of())
        .forEach((state, flows) -> words.add(Text.number(flows) + " " + word(state)));
    return String.join(", ", words);
  }

  /** What people call a state. */
  static String word(AtomState state) {
    return switch (state) {
      case SUCCESS -> "done";
      case FAILURE -> "failed";
      case IGNORE -> "left out";
      default -> state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  void writeTo(ObjectNode node) {
    node.put("name", name)
        .put("fingerprint", shape.fingerprint().hex())
        .put("digest", shape.digest());
  }
}
