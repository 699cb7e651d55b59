package dev.portage.benchmarks;

import dev.portage.store.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The figures of one benchmark, for people and for programs. */
record Report(String benchmark, Machine machine, List<Figure> figures) {

  /** A number with three digits that count. */
  static String brief(double number) {
    double size = Math.abs(number);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, number);
  }

  String text() {
    StringBuilder out = new StringBuilder(benchmark + " on " + machine.words() + "\n");
    for (Figure figure : figures) {
      out.append("\n").append(figure.name()).append('\n');
      line(out, "figure", figure.value());
      Figure.Amount limit = figure.limit();
      if (limit != null) {
        line(out, "limit", limit);
      }
      out.append("  ratio   ").append(brief(figure.ratio()));
      Figure.Bar bar = figure.bar();
      if (bar != null) {
        out.append(", has to be ").append(bar.words());
        out.append(figure.isMet() ? ": met" : ": MISSED");
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String word, Figure.Amount amount) {
    out.append(
        String.format(Locale.ROOT, "  %-7s %s %s", word, brief(amount.number()), amount.unit()));
    if (amount.spread() > 0) {
      out.append(String.format(Locale.ROOT, " (+-%.0f %%)", 50 * amount.spread()));
    }
    out.append("  ").append(amount.what()).append('\n');
  }

  String json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/benchmark/1").put("benchmark", benchmark);
    root.putObject("machine")
        .put("cpu", machine.cpu())
        .put("cores", machine.cores())
        .put("memoryMb", machine.memoryMb())
        .put("heapMb", machine.heapMb())
        .put("jdk", machine.jdk())
        .put("os", machine.os());
    var list = root.putArray("figures");
    for (Figure figure : figures) {
      ObjectNode node = list.addObject().put("name", figure.name());
      amount(node.putObject("figure"), figure.value());
      Figure.Amount limit = figure.limit();
      if (limit != null) {
        amount(node.putObject("limit"), limit);
      }
      node.put("ratio", figure.ratio());
      Figure.Bar bar = figure.bar();
      if (bar != null) {
        node.put("bar", bar.words()).put("met", figure.isMet());
      }
    }
    return root.toPrettyString() + "\n";
  }

  private static void amount(ObjectNode node, Figure.Amount amount) {
    node.put("what", amount.what())
        .put("number", amount.number())
        .put("unit", amount.unit())
        .put("spread", amount.spread());
  }
}
