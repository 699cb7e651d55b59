package dev.portage.model;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A named, typed value that atoms provide or require. Two slots are the same value if their names
 * are equal; the type says how the stored JSON is read.
 *
 * @param <T> the Java type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // it types the values that are read and written
public final class Slot<T> {
  private final String name;
  private final Type type;

  private Slot(String name, Type type) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
  }

  /** A slot whose values are of a plain class or record. */
  public static <T> Slot<T> of(String name, Class<T> type) {
    return new Slot<>(name, type);
  }

  /** A slot whose values are lists. */
  public static <E> Slot<List<E>> listOf(String name, Class<E> element) {
    return new Slot<>(name, new Parameterized(List.class, List.of(element)));
  }

  /** A slot whose values are maps with text keys. */
  public static <V> Slot<Map<String, V>> mapOf(String name, Class<V> value) {
    return new Slot<>(name, new Parameterized(Map.class, List.of(String.class, value)));
  }

  /**
   * The slot of this name whose values are lists of this one's: what a fan-out gives as a whole.
   */
  public Slot<List<T>> asList() {
    return new Slot<>(name, new Parameterized(List.class, List.of(type)));
  }

  /** The name under which the value is stored. */
  public String name() {
    return name;
  }

  /** The type that stored JSON is read as. */
  public Type type() {
    return type;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slot<?> slot && slot.name.equals(name) && slot.type.equals(type);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + ": " + type.getTypeName();
  }

  private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return null;
    }

    @Override
    public String getTypeName() {
      return arguments.stream()
          .map(each -> each instanceof Class<?> plain ? plain.getSimpleName() : each.getTypeName())
          .collect(Collectors.joining(", ", raw.getSimpleName() + "<", ">"));
    }
  }
}
