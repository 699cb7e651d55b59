package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/guide/taskflow.md} says what commands say: every line that begins with {@code $
 * portage} is run, one after another, on the database that the guide is about, and what it prints
 * has to stand below it. A block after {@code <!-- file: NAME -->} is written to that file first.
 * With {@code -Dgolden.write=true} what they print is written into the guide, to be reviewed.
 */
class TaskflowGuideTest {
  private static final Path GUIDE = Path.of("../docs/guide/taskflow.md");
  private static final Path DATABASE =
      Path.of("../portage-taskflow/src/test/resources/taskflow/e_nested_graph_types/taskflow.db");
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- file: (\\S+) -->\\n)?```(\\w*)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("^\\$ (.*)\\n((?:(?!\\$ |```).*\\n)*)", Pattern.MULTILINE);
  private static final Pattern PIPE = Pattern.compile(" \\| (head|tail) -(\\d+)$");
  private static final Pattern RUN = Pattern.compile("\\b1[0-9A-HJKMNP-TV-Z]{11}\\b");
  private static final Pattern TIME =
      Pattern.compile(
          "20\\d\\d-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\dZ|(?<=portage (migrate|undo), )\\S+");
  private static final List<String> FILES =
      List.of("vm.db", "vm-journal.db", "release.shapes", "migrations");
  private static final int FEWEST_COMMANDS = 8;

  @TempDir private Path directory;
  private String run = "";
  private int commands;

  @BeforeEach
  void bringTheDatabase() throws IOException {
    Files.copy(DATABASE, directory.resolve("vm.db"));
  }

  @Test
  void everyCommandPrintsWhatTheGuideSays() throws IOException {
    String guide = Files.readString(GUIDE);
    String found = BLOCK.matcher(guide).replaceAll(block -> Matcher.quoteReplacement(done(block)));
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(GUIDE, found);
    }
    assertThat(plain(Files.readString(GUIDE))).isEqualTo(plain(found));
    assertThat(commands).isGreaterThanOrEqualTo(FEWEST_COMMANDS);
  }

  /** The block with what its commands print now. */
  private String done(MatchResult block) {
    String file = block.group(1);
    if (file != null) {
      write(directory.resolve(file), block.group(3));
    }
    if (!block.group(2).equals("console")) {
      return block.group();
    }
    return COMMAND
        .matcher(block.group())
        .replaceAll(
            command ->
                Matcher.quoteReplacement(
                    "$ "
                        + RUN.matcher(command.group(1)).replaceAll(run)
                        + "\n"
                        + output(command.group(1), command.group(2))));
  }

  private static void write(Path path, String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command prints; of one that is not Portage's what the guide says. */
  private String output(String command, String said) {
    if (!command.startsWith("portage ")) {
      return said;
    }
    commands++;
    Matcher pipe = PIPE.matcher(command);
    boolean isCut = pipe.find();
    String line = isCut ? command.substring(0, pipe.start()) : command;
    CommandRun result = CommandRun.of(arguments(line).toArray(String[]::new));
    RUN.matcher(result.out()).results().findFirst().ifPresent(id -> run = id.group());
    String out = isCut ? cut(result.out(), pipe) : result.out();
    return (result.err() + out).replace(directory + "/", "");
  }

  /** The first or the last lines. */
  private static String cut(String out, Matcher pipe) {
    List<String> lines = out.lines().toList();
    int count = Math.min(Integer.parseInt(pipe.group(2)), lines.size());
    return pipe.group(1).equals("head")
        ? String.join("\n", lines.subList(0, count)) + "\n"
        : String.join("\n", lines.subList(lines.size() - count, lines.size())) + "\n";
  }

  /** The words after {@code portage}, with the files of the guide where this test has them. */
  private List<String> arguments(String command) {
    List<String> arguments = new ArrayList<>();
    for (String word : Pattern.compile(" +").split(command.substring("portage ".length()), 0)) {
      String argument = RUN.matcher(word.replace("'", "")).replaceAll(run);
      for (String file : FILES) {
        argument = argument.replaceAll("(?<=^|[:=])" + file, directory.resolve(file).toString());
      }
      arguments.add(argument);
    }
    return arguments;
  }

  /** Without what differs from day to day. */
  private static String plain(String text) {
    return TIME.matcher(RUN.matcher(text).replaceAll("RUN")).replaceAll("TIME");
  }
}
