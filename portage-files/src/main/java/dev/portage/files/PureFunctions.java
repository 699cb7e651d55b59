package dev.portage.files;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of the language that would depend on the machine or round, as they should be. */
final class PureFunctions {
  private PureFunctions() {}

  /** Binds them there. */
  static Frame in(Frame frame) {
    frame.bind("clone", new JFunction((input, args) -> copy(args.get(0)), "<(oa)-:o>"));
    frame.bind("number", new JFunction((input, args) -> number(args.get(0)), "<(nsb)-:n>"));
    frame.bind(
        "lowercase",
        new JFunction(
            (input, args) -> args.get(0) instanceof String s ? s.toLowerCase(Locale.ROOT) : null,
            "<s-:s>"));
    frame.bind(
        "uppercase",
        new JFunction(
            (input, args) -> args.get(0) instanceof String s ? s.toUpperCase(Locale.ROOT) : null,
            "<s-:s>"));
    for (String name : ExpressionText.REFUSED.keySet()) {
      frame.bind(name, new JFunction((input, args) -> refuse(name), null));
    }
    return frame;
  }

  private static Object refuse(String name) {
    throw new ExpressionException("it calls $" + name + ", which is not pure");
  }

  /** The library's own writes numbers out and reads them again. */
  private static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((key, item) -> out.put(key, copy(item)));
      return out;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>(list.size());
      list.forEach(item -> out.add(copy(item)));
      return out;
    }
    return value;
  }

  /** The library's own rounds what a text says. */
  private static @Nullable Object number(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (!(value instanceof String text)) {
      return value == Jsonata.NULL_VALUE ? refuseNull() : value;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new ExpressionException("$number(..) is given a text that is no number");
    }
    if (!Digits.hold(number)) {
      throw new ExpressionException("$number(..) is given more digits than it can hold");
    }
    double as = number.doubleValue();
    return as == Math.rint(as) && Math.abs(as) <= Integer.MAX_VALUE
        ? (Object) (int) as
        : (Object) as;
  }

  private static Object refuseNull() {
    throw new ExpressionException("$number(..) is given null");
  }
}
