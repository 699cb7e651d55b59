package dev.portage.cli;

import dev.portage.shape.ReleasedShape;
import dev.portage.shape.ShapeLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers a shell while somebody types: names from the lockfile and the configuration, one on a
 * line, with a note behind a tab. Opens no store, and says nothing where there is nothing to say.
 */
final class Completer {
  /** How it is called, in place of a verb. */
  static final String WORD = "__complete";

  private final List<ReleasedShape> shapes;
  private final Settings settings;

  private Completer(List<ReleasedShape> shapes, Settings settings) {
    this.shapes = shapes;
    this.settings = settings;
  }

  /**
   * Prints what is asked for.
   *
   * @param args the word itself, what is asked for, and the words that were typed
   */
  static int run(Terminal terminal, List<String> args) {
    List<String> words = args.subList(Math.min(2, args.size()), args.size());
    try {
      Settings settings = Settings.of(terminal.environment(), words);
      Completer completer = new Completer(shapes(words, settings), settings);
      StringBuilder out = new StringBuilder();
      completer.names(args.size() > 1 ? args.get(1) : "").forEach(n -> out.append(n).append('\n'));
      terminal.out().write(out.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      return ExitCode.OK.code(); // whoever types sees it when the command itself is run
    }
    return ExitCode.OK.code();
  }

  private static List<ReleasedShape> shapes(List<String> words, Settings settings)
      throws IOException {
    String typed = Settings.typed("--lock", words);
    String configured = settings.values().get("lock");
    String usual = configured == null ? ShapeLock.FILE : configured;
    Path file = Path.of(typed == null ? usual : typed);
    if (!Files.exists(file)) {
      return List.of();
    }
    String type = Settings.typed("--type", words);
    return ShapeLock.parse(file.toString(), Files.readString(file)).shapes().stream()
        .filter(shape -> type == null || shape.flow().equals(type))
        .toList();
  }

  private Collection<String> names(String asked) {
    return switch (asked) {
      case "types" -> types();
      case "shapes" -> named();
      case "names" -> {
        List<String> names = new ArrayList<>(List.of("current\twhat the code has"));
        names.addAll(named());
        yield names;
      }
      case "steps" -> steps();
      case "profiles" -> settings.profiles();
      default -> List.of();
    };
  }

  private Set<String> types() {
    Set<String> types = new TreeSet<>();
    shapes.forEach(shape -> types.add(Text.line(shape.flow())));
    return types;
  }

  private Set<String> named() {
    Set<String> names = new LinkedHashSet<>();
    Set<String> releases = new TreeSet<>();
    for (ReleasedShape each : shapes) {
      String note = each.flow() + " " + String.join(", ", each.releases());
      names.add(each.shape().fingerprint().brief() + "\t" + Text.line(note.strip()));
      each.releases().forEach(label -> releases.add("release:" + Text.line(label)));
    }
    names.addAll(releases);
    return names;
  }

  private Set<String> steps() {
    Set<String> steps = new TreeSet<>();
    shapes.forEach(shape -> shape.born().forEach(steps::addAll));
    return steps;
  }
}
