package dev.portage.files;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import dev.portage.migration.OutputMap;
import dev.portage.migration.RawMap;
import dev.portage.migration.Written;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSONata expression that makes slots from slots. Pure: the same slots give the same slots, on
 * any machine at any time. Thread-safe.
 */
final class Expression
    implements OutputMap,
        RawMap,
        Consumer<ObjectNode>,
        BiConsumer<ObjectNode, ObjectNode>,
        Written {
  private static final int MOST_CHARACTERS = 100_000;
  private static final long MOST_MILLIS = 2_000;
  private static final int MOST_LEVELS = 400;

  private final String text;
  private final Place place;

  /** Compiled ones that nobody uses; one cannot be used by two threads at once. */
  private final Queue<Jsonata> idle = new ConcurrentLinkedQueue<>();

  private Expression(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /** The expression; null if it cannot be taken, which is then among the mistakes. */
  static @Nullable Expression of(String text, Place place, Mistakes mistakes) {
    int before = mistakes.size();
    if (text.isEmpty()) {
      return null;
    }
    if (text.length() > MOST_CHARACTERS) {
      mistakes.add(place, "the expression is too long", "at most 100,000 characters are read");
      return null;
    }
    for (String objection : ExpressionText.objections(text)) {
      mistakes.add(
          place, "the expression " + objection, "a map is made of the stored values alone");
    }
    Expression expression = new Expression(text, place);
    try {
      expression.idle.add(Jsonata.jsonata(text));
    } catch (JException e) {
      mistakes.add(
          place,
          "the expression cannot be read at its character "
              + e.getLocation()
              + ": "
              + e.getMessage(),
          "write it as jsonata.org says");
    } catch (RuntimeException | StackOverflowError e) {
      mistakes.add(place, "the expression cannot be read", "write it as jsonata.org says");
    }
    return mistakes.size() == before ? expression : null;
  }

  /** The one under that key; null if there is none, or it cannot be taken. */
  static @Nullable Expression in(Fields fields, String key) {
    Node node = fields.node(key);
    return node == null ? null : of(fields.text(node), node.place(), fields.mistakes());
  }

  /** Whether it gives what it gets. */
  boolean isIdentity() {
    return text.strip().equals("$");
  }

  /** As it is written in the file. */
  @Override
  public String source() {
    return text;
  }

  /** Makes of these slots what they should be, in place. */
  @Override
  public void map(ObjectNode slots) {
    ObjectNode made = apply(slots);
    slots.removeAll();
    slots.setAll(made);
  }

  /** The same. */
  @Override
  public void accept(ObjectNode slots) {
    map(slots);
  }

  /** Makes of the old slots the new ones. */
  @Override
  public void accept(ObjectNode old, ObjectNode slots) {
    slots.setAll(apply(old));
  }

  /**
   * The slots that it makes of these, which stay as they are.
   *
   * @throws ExpressionException if it gives none; the message quotes no value
   */
  ObjectNode apply(ObjectNode slots) {
    Numbers numbers = new Numbers();
    try {
      Object made = evaluate(numbers.in(slots, "$"));
      if (made instanceof Map<?, ?> map) {
        return numbers.object(map, slots, "$");
      }
      throw new ExpressionException(
          "it gives " + kind(made) + ", expected an object from slot name to value");
    } catch (ExpressionException e) {
      throw new ExpressionException("the map at " + place + ": " + e.getMessage());
    }
  }

  /** The value that it makes of one, whatever both are; of nothing JSON null. */
  @Override
  public JsonNode mapRaw(JsonNode value) {
    Numbers numbers = new Numbers();
    try {
      return numbers.value(evaluate(numbers.in(value, "$")), value);
    } catch (ExpressionException e) {
      throw new ExpressionException("the map at " + place + ": " + e.getMessage());
    }
  }

  private static String kind(@Nullable Object made) {
    return made == null ? "nothing" : made instanceof Iterable ? "a list" : "a single value";
  }

  private @Nullable Object evaluate(@Nullable Object slots) {
    Jsonata compiled = idle.poll();
    if (compiled == null) {
      compiled = Jsonata.jsonata(text);
    }
    try {
      return compiled.evaluate(slots, PureFunctions.in(frame(compiled)));
    } catch (JException e) {
      throw new ExpressionException(
          "it fails at its character " + e.getLocation() + " (" + code(e) + ")");
    } catch (StackOverflowError e) {
      throw new ExpressionException("it goes too deep");
    } catch (ExpressionException e) {
      throw e;
    } catch (RuntimeException e) {
      ExpressionException own = own(e);
      throw own != null ? own : new ExpressionException("it fails for these values");
    } finally {
      idle.add(compiled);
    }
  }

  private static Jsonata.Frame frame(Jsonata compiled) {
    Jsonata.Frame frame = compiled.createFrame();
    frame.setRuntimeBounds(MOST_MILLIS, MOST_LEVELS);
    return frame;
  }

  /** What one of our functions threw, which the library wraps. */
  private static @Nullable ExpressionException own(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ExpressionException own) {
        return own;
      }
    }
    return null;
  }

  /** The library's code such as T2001; in place of one, the bounds tell of themselves in words. */
  private static String code(JException e) {
    String error = String.valueOf(e.getError());
    return error.contains(" ") ? "it runs too long or too deep" : error;
  }
}
