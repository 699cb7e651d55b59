package dev.portage.files;

import dev.portage.engine.FlowCatalog;
import dev.portage.model.DefinitionException;
import dev.portage.model.FlowException;
import dev.portage.shape.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads target shapes that are written in a file, so that stored flows can be migrated without the
 * code that they are for. Each shape is its canonical text, as {@code portage show} prints it, from
 * the line {@code portage-shape/1} to the next blank line; it may be indented. The line before says
 * of which flow it is, {@code flow NAME} or {@code flow NAME variant VARIANT}; without one the name
 * at the root of the shape counts.
 */
public final class ShapeFile {
  private static final String WHAT = "the file of target shapes";
  private static final String HEADER = "portage-shape/1";
  private static final Pattern FLOW =
      Pattern.compile("flow\\s+(?<flow>\\S.*?)(?:\\s+variant\\s+(?<variant>\\S.*))?");

  /** What {@code portage show} prints above a shape. */
  private static final Pattern SHOWN =
      Pattern.compile("[0-9a-f]{10}\\s+[0-9,]+ unfinished, [0-9,]+ finished.*");

  private final Document document;
  private final Mistakes mistakes;
  private final FlowCatalog.Builder catalog = FlowCatalog.builder();
  private final Map<List<String>, Place> given = new HashMap<>();

  private ShapeFile(Document document, Mistakes mistakes) {
    this.document = document;
    this.mistakes = mistakes;
  }

  /**
   * A catalog of the flows whose shapes are in the file. They can be planned and migrated, not run.
   *
   * @throws DefinitionException with every mistake, each with file and line
   */
  public static FlowCatalog read(Path file) {
    Mistakes mistakes = new Mistakes();
    Document document = Document.read(file, mistakes);
    ShapeFile shapes = document == null ? null : new ShapeFile(document, mistakes);
    if (shapes != null) {
      shapes.read();
    }
    mistakes.refuse(WHAT);
    return shapes == null ? FlowCatalog.builder().build() : shapes.catalog.build();
  }

  private void read() {
    List<String> lines = document.text().lines().toList();
    Matcher flow = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.equals(HEADER)) {
        int end = end(lines, i);
        shape(lines.subList(i, end), i, flow);
        flow = null;
        i = end - 1;
      } else if (FLOW.matcher(line).matches()) {
        flow = FLOW.matcher(line);
      } else if (!line.isEmpty() && !line.startsWith("#") && !SHOWN.matcher(line).matches()) {
        mistakes.add(
            document.place(i + 1, 1),
            "expected a shape, found another line",
            "a shape begins with " + HEADER + " and ends with a blank line; notes begin with #");
      }
    }
    if (given.isEmpty() && mistakes.size() == 0) {
      mistakes.add(
          document.place(1, 1),
          "no shape is in this file",
          "paste what portage show prints of a shape; it begins with " + HEADER);
    }
  }

  private static int end(List<String> lines, int start) {
    int end = start;
    while (end < lines.size() && !lines.get(end).isBlank()) {
      end++;
    }
    return end;
  }

  private void shape(List<String> lines, int start, @Nullable Matcher flow) {
    int indent = lines.get(0).indexOf(HEADER);
    List<String> text = new ArrayList<>();
    for (String line : lines) {
      boolean isIndented = line.length() >= indent && line.substring(0, indent).isBlank();
      text.add(isIndented ? line.substring(indent) : line);
    }
    Place place = document.place(start + 1, indent + 1);
    try {
      add(Shape.parse(String.join("\n", text) + "\n"), place, flow);
    } catch (FlowException e) {
      mistakes.add(
          place,
          "the shape that begins here is wrong: " + e.getMessage(),
          "lines count from its first");
    }
  }

  private void add(Shape shape, Place place, @Nullable Matcher flow) {
    String name = named(flow, "flow", shape.root().name());
    String variant = named(flow, "variant", "");
    Place first = given.putIfAbsent(List.of(name, variant), place);
    if (first == null) {
      FlowCatalog.builder().shape(name, variant, shape).build();
      catalog.shape(name, variant, shape);
    } else {
      mistakes.add(
          place,
          "is a second target for flow '" + name + "', the first is in line " + first.line(),
          "keep one, or write  flow " + name + " variant VARIANT  above each");
    }
  }

  /** What the line above the shape says of it. */
  private static String named(@Nullable Matcher flow, String what, String otherwise) {
    String said = flow == null || !flow.matches() ? null : flow.group(what);
    return said == null ? otherwise : said;
  }
}
