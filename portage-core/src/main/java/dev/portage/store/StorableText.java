package dev.portage.store;

import dev.portage.model.AtomName;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Which names every database keeps unchanged: those without NUL characters and without halves of
 * surrogate pairs. The text of a shape escapes both, and values are bytes. Pure.
 */
final class StorableText {
  private static final int NO_OBJECTION = -1;

  private StorableText() {}

  /** Refuses a write that names anything by a text that a database would change. */
  static void check(FlowWrite write) {
    FlowId flow = write.key().id();
    check("the name", write.key().flow(), flow);
    check("the variant", write.key().variant(), flow);
    if (write.head().stamp() != null) {
      check("a step of the stamp", write.head().stamp().heads(), flow);
    }
    codec("the inputs", write.head().inputs(), flow);
    codec("the metadata", write.head().meta(), flow);
    write.delete().forEach(name -> check(name, flow));
    write.put().forEach(row -> check(row, flow));
    if (write.journal() != null) {
      check(write.journal());
    }
  }

  private static void check(AtomName name, FlowId flow) {
    check("the name of an atom", name.template(), flow);
    check("the key of an atom", name.key(), flow);
  }

  private static void check(AtomRecord row, FlowId flow) {
    check(row.name(), flow);
    check("the version of an atom", row.execution().version(), flow);
    check("the idempotency key of an atom", row.execution().idempotencyKey(), flow);
    Output output = row.execution().output();
    if (output != null) {
      check("a slot of an output", output.slots(), flow);
      codec("an output", output.value(), flow);
    }
    codec("what reverting returned", row.reversal().output(), flow);
    codec("a history", row.history(), flow);
    codec("the metadata of an atom", row.meta(), flow);
  }

  private static void check(JournalEntry entry) {
    check("the actor", entry.made().actor(), entry.flow());
    check("a step of the journal", entry.steps(), entry.flow());
    check("a step of an older stamp", entry.from().stamp().heads(), entry.flow());
    check("a step of a newer stamp", entry.to().stamp().heads(), entry.flow());
    codec("the moves", entry.moves(), entry.flow());
    codec("the pre-image", entry.before(), entry.flow());
  }

  private static void codec(String what, @Nullable Payload payload, FlowId flow) {
    if (payload != null) {
      check("the codec of " + what, payload.codec(), flow);
    }
  }

  private static void check(String what, Collection<String> texts, FlowId flow) {
    texts.forEach(text -> check(what, text, flow));
  }

  private static void check(String what, @Nullable String text, FlowId flow) {
    int at = text == null ? NO_OBJECTION : objection(text);
    if (at != NO_OBJECTION) {
      throw new IllegalArgumentException(
          "flow '"
              + flow
              + "' cannot be written: "
              + what
              + " has a NUL character or half a surrogate pair at position "
              + at
              + ", which no database keeps\n  choose another text; nothing was written");
    }
  }

  /** The owner of a lease is named in claims, too, which are no writes. */
  static void checkOwner(String owner) {
    int at = objection(owner);
    if (at != NO_OBJECTION) {
      throw new IllegalArgumentException(
          "the owner of a lease has a NUL character or half a surrogate pair at position "
              + at
              + ", which no database keeps; choose another name");
    }
  }

  private static int objection(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          return i;
        }
        i++;
      }
    }
    return NO_OBJECTION;
  }
}
