package dev.portage.model;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one task stand for many: an atom for each element of a list, told apart by keys. The keys
 * are unique names, and they are stored: fixed when the flow is submitted, or when the task that
 * provides the list is done. The atoms have nothing to do with each other; whatever comes after the
 * task waits for all of them, and reads each slot that the task provides as the list of what they
 * gave, in the order of the keys. Immutable.
 *
 * @param <T> what each atom gets
 */
public final class FanOut<T> {
  private final @Nullable Slot<List<T>> list;
  private final @Nullable List<T> values;
  private final Slot<T> element;
  private final Function<? super T, String> key;

  private FanOut(
      @Nullable Slot<List<T>> list,
      @Nullable List<T> values,
      Slot<T> element,
      Function<? super T, String> key) {
    this.list = list;
    this.values = values;
    this.element = Objects.requireNonNull(element, "element");
    this.key = Objects.requireNonNull(key, "key");
  }

  /**
   * Over the list in a slot, which an atom provides or the flow is submitted with. Texts and whole
   * numbers are their own keys; for other elements say {@link #keyedBy}.
   *
   * @param list required by the task
   * @param element what the body of each atom reads
   */
  public static <T> FanOut<T> over(Slot<List<T>> list, Slot<T> element) {
    return new FanOut<>(Objects.requireNonNull(list, "list"), null, element, FanOut::ownKey);
  }

  /**
   * Over a list that the code gives. A flow that is stored keeps the keys that it was submitted
   * with, so another list in the next release concerns new flows only.
   *
   * @param values without nulls; empty means that there is nothing to do
   * @param element what the body of each atom reads
   */
  public static <T> FanOut<T> of(List<T> values, Slot<T> element) {
    return new FanOut<>(null, List.copyOf(values), element, FanOut::ownKey);
  }

  /**
   * A copy that tells the atoms apart by other keys.
   *
   * @param other gives each element of one list its own text, usable as a name; a pure function,
   *     called again whenever a stored flow is taken up
   */
  public FanOut<T> keyedBy(Function<? super T, String> other) {
    return new FanOut<>(list, values, element, other);
  }

  private static String ownKey(Object element) {
    if (element instanceof CharSequence
        || element instanceof Integer
        || element instanceof Long
        || element instanceof Short
        || element instanceof BigInteger
        || element instanceof UUID
        || element instanceof Enum<?>) {
      return element.toString();
    }
    throw new IllegalArgumentException(
        "a " + element.getClass().getSimpleName() + " has no key of its own; add .keyedBy(..)");
  }

  /** The slot that holds the list; null if the code gives it. */
  public @Nullable Slot<List<T>> list() {
    return list;
  }

  /** The list that the code gives; null if it is in a slot. */
  public @Nullable List<T> values() {
    return values;
  }

  /** What the body of each atom reads. */
  public Slot<T> element() {
    return element;
  }

  /**
   * The key of an element.
   *
   * @throws RuntimeException whatever the function throws
   */
  @SuppressWarnings("unchecked") // elements are read as the slot's type
  public @Nullable String keyOf(Object value) {
    return key.apply((T) value);
  }
}
