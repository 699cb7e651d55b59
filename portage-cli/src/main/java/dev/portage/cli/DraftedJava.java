package dev.portage.cli;

import dev.portage.migration.StepDraft;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A drafted step as Java sources.
 *
 * @param packageName empty for none
 */
record DraftedJava(DraftSubject subject, StepName name, String packageName) {
  /** The class with the step. */
  String step(StepDraft draft) {
    String source = draft.source(name.id(), subject.after());
    return withBody(filled("step.txt"), source);
  }

  /** A class that makes one step of several. */
  static String squashed(String packageName, String className, String source) {
    String filled =
        template("squash.txt")
            .replace("${package}", packageName.isEmpty() ? "" : "package " + packageName + ";\n\n")
            .replace("${class}", className);
    return withBody(filled, source);
  }

  private static String withBody(String filled, String source) {
    String body =
        Pattern.compile("^book\\.", Pattern.MULTILINE).matcher(source).replaceAll("    book.");
    String imports =
        Stream.of(
                "dev.portage.migration.BookBuilder",
                "dev.portage.migration.InDoubt",
                "dev.portage.migration.OnDone",
                "dev.portage.migration.OutputMap",
                "dev.portage.migration.Part",
                "dev.portage.migration.WhenMixed",
                "dev.portage.migration.Whole",
                "java.util.List")
            .filter(type -> type.endsWith("BookBuilder") || uses(body, type))
            .map(type -> "import " + type + ";\n")
            .collect(Collectors.joining());
    return filled.replace("${imports}", imports).replace("${body}", body);
  }

  private static boolean uses(String body, String type) {
    String name = type.substring(type.lastIndexOf('.') + 1);
    return Pattern.compile("\\b" + name + "\\.[a-zA-Z]").matcher(body).find();
  }

  /** A test of it. */
  String test() {
    return filled("test.txt")
        .replace("${flow}", quoted(subject.flow()))
        .replace("${variant}", quoted(subject.line().variant()))
        .replace(
            "${after}",
            subject.after().stream().map(DraftedJava::quoted).collect(Collectors.joining(", ")))
        .replace("${inputs}", quoted(inputs()))
        .replace("${stored}", block(subject.stored()))
        .replace("${target}", block(subject.target()));
  }

  private String filled(String template) {
    return template(template)
        .replace("${package}", packageName.isEmpty() ? "" : "package " + packageName + ";\n\n")
        .replace("${from}", subject.stored().fingerprint().brief())
        .replace("${class}", name.className());
  }

  private static String template(String name) {
    try (InputStream in = DraftedJava.class.getResourceAsStream("/drafts/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the template " + name + " is part of this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Made up values of what the stored flow needs from outside. */
  private String inputs() {
    Set<String> provided = new HashSet<>();
    subject.stored().inOrder().forEach(atom -> provided.addAll(atom.provides()));
    ObjectNode inputs = Json.mapper().createObjectNode();
    subject.stored().inOrder().stream()
        .map(ShapeAtom::reads)
        .flatMap(Set::stream)
        .filter(slot -> !provided.contains(slot))
        .sorted()
        .forEach(slot -> inputs.put(slot, "made up"));
    return inputs.toString();
  }

  /** JSON quotes as Java does. */
  private static String quoted(String text) {
    return Json.mapper().writeValueAsString(text);
  }

  private static String block(Shape shape) {
    List<String> lines =
        shape.text().replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"").lines().toList();
    return lines.stream().map(line -> "          " + line).collect(Collectors.joining("\n"));
  }

  /** Where the class is, below the root of the sources. */
  String path(String suffix) {
    String directory = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
    return String.format(Locale.ROOT, "%s%s%s.java", directory, name.className(), suffix);
  }
}
