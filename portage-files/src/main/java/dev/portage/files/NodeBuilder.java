package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.files.Node.Keyed;
import dev.portage.files.Node.Many;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a tree together from what a parser reports, and refuses what is too deep or twice. */
final class NodeBuilder {
  /** Deeper than any migration needs to be, and far from what a stack can bear. */
  private static final int MOST_LEVELS = 64;

  private final Mistakes mistakes;
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable Node root;

  NodeBuilder(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** A list or an object that is not closed yet. */
  private static final class Open {
    private final Place place;
    private final boolean isKeyed;
    private final List<Node> items = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Place> keys = new HashMap<>();
    private @Nullable Place keyPlace;
    private String key = "";

    Open(Place place, boolean isKeyed) {
      this.place = place;
      this.isKeyed = isKeyed;
    }
  }

  /** Whether a key is to come next, not a value. */
  boolean awaitsKey() {
    Open top = open.peek();
    return top != null && top.isKeyed && top.keyPlace == null;
  }

  /** Opens an object. */
  void openKeyed(Place place) {
    push(new Open(place, true));
  }

  /** Opens a list. */
  void openMany(Place place) {
    push(new Open(place, false));
  }

  private void push(Open next) {
    if (open.size() >= MOST_LEVELS) {
      throw new Unreadable(
          next.place,
          "is nested more than " + MOST_LEVELS + " levels deep",
          "a migration needs no such depth; look what made this file");
    }
    open.push(next);
  }

  /** The key of the value that comes next. */
  void key(Place place, String key) {
    Open top = open.element();
    Place first = top.keys.putIfAbsent(key, place);
    if (first != null) {
      mistakes.add(
          place,
          "the key '" + key + "' stands here a second time, first in line " + first.line(),
          "keep one of them");
    }
    top.keyPlace = place;
    top.key = key;
  }

  /** A value. */
  void value(Node node) {
    Open top = open.peek();
    if (top == null) {
      root = node;
    } else if (top.keyPlace != null) {
      top.entries.add(new Entry(top.keyPlace, top.key, node));
      top.keyPlace = null;
    } else {
      top.items.add(node);
    }
  }

  /** Closes what was opened last. */
  void close() {
    Open top = open.pop();
    value(
        top.isKeyed
            ? new Keyed(top.place, List.copyOf(top.entries))
            : new Many(top.place, List.copyOf(top.items)));
  }

  /** The whole; null if there was nothing. */
  @Nullable Node root() {
    return root;
  }

  /** Ends the reading of a file: what follows would be guessed. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Place place;
    private final String sentence;
    private final String remedy;

    Unreadable(Place place, String sentence, String remedy) {
      super(place + " " + sentence);
      this.place = place;
      this.sentence = sentence;
      this.remedy = remedy;
    }

    void tell(Mistakes mistakes) {
      mistakes.add(place, sentence, remedy);
    }
  }
}
