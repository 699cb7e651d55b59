package dev.portage.migration;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads lines as findings print them, and does what they say: each is called on the builder that it
 * belongs to, by its name, as the compiler would. Maps, which are printed {@code out -> ...}, are
 * given by the test.
 */
public final class RemedyReader {
  /** Gives the maps. */
  @FunctionalInterface
  public interface Maps {
    /**
     * Fills in a map.
     *
     * @param site the call that the map is an argument of, such as {@code version} with the names
     *     that it was given: {@code charge, 1.0, 2.0}
     * @param old a copy of what there is; empty if there is nothing
     * @param out to be filled; of a {@code version} it holds the old slots
     */
    void fill(Site site, ObjectNode old, ObjectNode out);
  }

  /** A call that has a map among its arguments. */
  public record Site(String method, List<String> names) {
    /** The first name: of an operation the atom. */
    public String atom() {
      return names.get(0);
    }
  }

  private final Maps maps;

  /** The call whose names a map goes by, if it is not its own: {@code Part.of("a", ..)}. */
  private RemedyLine.Call site;

  /** A reader that gets maps from there. */
  public RemedyReader(Maps maps) {
    this.maps = maps;
  }

  /** Whether the line belongs in the book, rather than in a step. */
  public static boolean isOfBook(String line) {
    return line.startsWith("book.");
  }

  /** Does the calls on a builder. */
  void call(Object builder, List<RemedyLine.Call> calls) {
    Object on = builder;
    for (RemedyLine.Call call : calls) {
      on = invoke(on, on.getClass(), call);
    }
  }

  private Object invoke(Object on, Class<?> type, RemedyLine.Call call) {
    List<String> misfits = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.getName().equals(call.method())) {
        Object[] given = arguments(method, call);
        if (given != null) {
          return invoke(on, method, given);
        }
        misfits.add(method.toString());
      }
    }
    throw new IllegalArgumentException(
        "no " + type.getSimpleName() + " takes " + call + "; there are " + misfits);
  }

  private static Object invoke(Object on, Method method, Object[] given) {
    try {
      return method.invoke(on, given);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(method + " is not public", e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Null if the arguments do not fit. */
  private Object[] arguments(Method method, RemedyLine.Call call) {
    Class<?>[] types = method.getParameterTypes();
    List<Object> values = call.arguments();
    int fixed = method.isVarArgs() ? types.length - 1 : types.length;
    if (values.size() < fixed || (values.size() > fixed && !method.isVarArgs())) {
      return null;
    }
    Object[] given = new Object[types.length];
    for (int i = 0; i < fixed; i++) {
      given[i] = value(types[i], values.get(i), call);
      if (given[i] == MISFIT) {
        return null;
      }
    }
    return method.isVarArgs()
            && !more(types[fixed], values.subList(fixed, values.size()), given, call)
        ? null
        : given;
  }

  private boolean more(Class<?> type, List<Object> values, Object[] given, RemedyLine.Call call) {
    Object array = Array.newInstance(type.getComponentType(), values.size());
    for (int i = 0; i < values.size(); i++) {
      Object value = value(type.getComponentType(), values.get(i), call);
      if (value == MISFIT) {
        return false;
      }
      Array.set(array, i, value);
    }
    given[given.length - 1] = array;
    return true;
  }

  private static final Object MISFIT = new Object();

  private Object value(Class<?> type, Object value, RemedyLine.Call call) {
    if (value == RemedyLine.NULL) {
      return type.isPrimitive() ? MISFIT : null;
    }
    Object given = value;
    if (value == RemedyLine.VALUE) {
      ObjectNode out = JsonNodeFactory.instance.objectNode();
      Site place = new Site(call.method(), call.names());
      maps.fill(place, JsonNodeFactory.instance.objectNode(), out);
      given = out.get(place.atom());
    } else if (value == RemedyLine.MAP) {
      given = map(type, call);
    } else if (value instanceof RemedyLine.Path path) {
      given = follow(path);
    }
    return type.isInstance(given) ? given : MISFIT;
  }

  private Object map(Class<?> type, RemedyLine.Call call) {
    RemedyLine.Call names = site == null ? call : site;
    Site site =
        new Site(
            call.method(),
            names.arguments().stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList());
    if (type == OutputMap.class) {
      return (OutputMap) out -> maps.fill(site, out.deepCopy(), out);
    }
    if (type == Consumer.class) {
      return (Consumer<ObjectNode>)
          out -> maps.fill(site, JsonNodeFactory.instance.objectNode(), out);
    }
    if (type == BiConsumer.class) {
      return (BiConsumer<ObjectNode, ObjectNode>) (old, out) -> maps.fill(site, old, out);
    }
    return MISFIT;
  }

  /** The value of {@code OnDone.FORGET}, or of {@code Part.of(..).output(..)}. */
  private Object follow(RemedyLine.Path path) {
    if (path.type().equals("List")) {
      return List.copyOf(path.calls().get(0).arguments());
    }
    Class<?> type;
    try {
      type =
          path.type().equals("List")
              ? List.class
              : Class.forName("dev.portage.migration." + path.type());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no such type: " + path, e);
    }
    if (path.field() != null) {
      try {
        return Objects.requireNonNull(type.getField(path.field()).get(null));
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("no such value: " + path, e);
      }
    }
    Object on = null;
    RemedyLine.Call outer = site;
    for (RemedyLine.Call call : path.calls()) {
      on = invoke(on, type, call);
      type = on.getClass();
      site = outer == null ? path.calls().get(0) : outer;
    }
    site = outer;
    return on;
  }
}
