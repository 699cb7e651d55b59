package dev.portage.engine;

import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.core.TreeNode;

/**
 * Whether what one slot stores can be read as another's type. Values go through JSON, so a wider
 * number will do for a narrower one; a type that says nothing fits everything.
 */
final class SlotTypes {
  /** Each number, and those that hold all its values. */
  private static final List<Class<?>> WHOLE =
      List.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);

  private static final List<Class<?>> BROKEN = List.of(Float.class, Double.class, BigDecimal.class);

  private static final Map<Class<?>, Class<?>> BOXED =
      Map.of(
          boolean.class, Boolean.class,
          char.class, Character.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private SlotTypes() {}

  /** The type of the values that a task stores in a slot: lists, if it stands for many atoms. */
  static Type givenBy(Task provider, Slot<?> slot) {
    return provider.fanOut() == null ? slot.type() : slot.asList().type();
  }

  static boolean fits(Type provided, Type required) {
    if (provided.equals(required)) {
      return true;
    }
    Class<?> given = raw(provided);
    Class<?> wanted = raw(required);
    if (saysNothing(given) || saysNothing(wanted)) {
      return true;
    }
    if (!wanted.isAssignableFrom(given) && !isWider(given, wanted)) {
      return false;
    }
    return !(provided instanceof ParameterizedType some)
        || !(required instanceof ParameterizedType other)
        || argumentsFit(some, other);
  }

  private static boolean saysNothing(Class<?> type) {
    return type == Object.class || TreeNode.class.isAssignableFrom(type);
  }

  private static boolean isWider(Class<?> given, Class<?> wanted) {
    return isLater(WHOLE, given, wanted)
        || isLater(BROKEN, given, wanted)
        || (WHOLE.contains(given) && wanted == BigDecimal.class);
  }

  private static boolean isLater(List<Class<?>> ordered, Class<?> given, Class<?> wanted) {
    int from = ordered.indexOf(given);
    return from >= 0 && ordered.indexOf(wanted) > from;
  }

  private static boolean argumentsFit(ParameterizedType provided, ParameterizedType required) {
    Type[] given = provided.getActualTypeArguments();
    Type[] wanted = required.getActualTypeArguments();
    if (given.length != wanted.length) {
      return true; // a subclass with parameters of its own: nothing is known
    }
    for (int i = 0; i < given.length; i++) {
      if (!fits(given[i], wanted[i])) {
        return false;
      }
    }
    return true;
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return BOXED.getOrDefault(plain, plain);
    }
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : Object.class;
  }
}
