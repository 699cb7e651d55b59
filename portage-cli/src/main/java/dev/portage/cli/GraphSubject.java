package dev.portage.cli;

import dev.portage.model.AtomState;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.PayloadException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is drawn.
 *
 * @param name what the user called it
 * @param shape its atoms and their order
 * @param notes by atom, where flows are
 */
record GraphSubject(String name, Shape shape, Map<String, Note> notes) {
  /** What is to be said beside an atom. */
  record Note(String text, Look look) {
    static final Note NONE = new Note("", Look.PLAIN);
  }

  /** How an atom looks. */
  enum Look {
    PLAIN,
    DONE,
    BUSY,
    FAILED;

    private static Look of(AtomState state) {
      return switch (state) {
        case SUCCESS -> DONE;
        case RUNNING, REVERTING, RETRYING -> BUSY;
        case FAILURE, REVERT_FAILURE -> FAILED;
        default -> PLAIN;
      };
    }
  }

  GraphSubject {
    notes = Map.copyOf(notes);
  }

  /** A shape that nobody looks into a store for. */
  static GraphSubject of(String name, Shape shape) {
    return new GraphSubject(name, shape, Map.of());
  }

  /** A shape, with how many unfinished flows of it are where. */
  static GraphSubject stored(String name, Shape shape, FlowReader reader) {
    DiffSide side = DiffSide.stored(name, shape, reader);
    Map<String, Note> notes = new HashMap<>();
    for (ShapeAtom atom : shape.inOrder()) {
      notes.put(atom.name(), new Note(side.position(atom), Look.PLAIN));
    }
    return new GraphSubject(name, shape, notes);
  }

  /** One flow, with the states of its atoms. */
  static GraphSubject of(FlowRecord flow) {
    Map<String, Note> notes = new HashMap<>();
    for (ShapeAtom atom : flow.shape().inOrder()) {
      AtomState state = flow.atom(atom).state();
      String text = DiffSide.word(state) + (atom.isFanOut() ? items(flow, atom) : "");
      notes.put(atom.name(), new Note(text, Look.of(state)));
    }
    return new GraphSubject(flow.id().text(), flow.shape(), notes);
  }

  private static String items(FlowRecord flow, ShapeAtom atom) {
    Map<AtomState, Integer> counts = new EnumMap<>(AtomState.class);
    try {
      for (AtomRecord item : flow.items(atom)) {
        counts.merge(item.state(), 1, Integer::sum);
      }
    } catch (PayloadException e) {
      return ", keys unreadable";
    }
    List<String> words = new ArrayList<>();
    counts.forEach((state, count) -> words.add(Text.number(count) + " " + DiffSide.word(state)));
    return words.isEmpty() ? "" : ": " + String.join(", ", words);
  }

  Note note(ShapeAtom atom) {
    return notes.getOrDefault(atom.name(), Note.NONE);
  }

  String heading() {
    String brief = shape.fingerprint().brief();
    return Text.line(shape.root().name())
        + "  "
        + (shape.fingerprint().hex().startsWith(name) ? brief : brief + "  " + Text.line(name));
  }
}
