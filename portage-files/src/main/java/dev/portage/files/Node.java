package dev.portage.files;

import java.util.List;

/** One value of a document, and where it stands. */
sealed interface Node {
  /** Where it begins. */
  Place place();

  /** What it is, for a message. */
  String kind();

  /** What kind of scalar. */
  enum Scalar {
    TEXT("a text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("nothing");

    private final String words;

    Scalar(String words) {
      this.words = words;
    }
  }

  /**
   * A single value.
   *
   * @param text as it is written, of a text without its quotes
   */
  record One(Place place, Scalar type, String text) implements Node {
    @Override
    public String kind() {
      return type.words;
    }
  }

  /** Several values in order. */
  record Many(Place place, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Values by key, in the order in which they are written. */
  record Keyed(Place place, List<Entry> entries) implements Node {
    @Override
    public String kind() {
      return "keys and values";
    }
  }

  /**
   * One key and its value.
   *
   * @param place where the key stands
   */
  record Entry(Place place, String key, Node value) {}
}
