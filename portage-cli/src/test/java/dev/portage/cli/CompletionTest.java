package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portage.shape.ReleasedShape;
import dev.portage.shape.ShapeLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells are told, and what they make of it. */
@Timeout(120)
class CompletionTest {
  private static final Path PAGE = Path.of("../docs/man/portage.1");

  /** Answers a shell as the command does, without starting it. */
  private static final String ANSWERS =
      """
      portage() {
        case $2 in
          types) printf 'checkout\\nrefund $(x)\\n' ;;
          shapes) printf 'd59a24b8c2\\tcheckout\\nrelease:2026.05\\nrelease:2027.01\\n' ;;
          *) ;;
        esac
      }
      """;

  private static final String BASH =
      """
      COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=(portage) COMP_CWORD=1
      _portage
      printf '%s ' "${COMPREPLY[@]}"
      """;

  @TempDir private Path directory;
  private Path lock = Path.of("");

  @BeforeEach
  void shapesWereReleased() throws IOException {
    ShapeLock released =
        ShapeLock.empty()
            .add(ReleasedShape.of("checkout", "", Shop.OLD, List.of()).labelled("2025.11"))
            .add(ReleasedShape.of("checkout", "", Shop.NEW, List.of("card")).labelled("2026.05"))
            .add(ReleasedShape.of("refund", "", Shop.NEW, List.of()).labelled("2026.05"));
    lock = Files.writeString(directory.resolve("x.lock"), released.render());
  }

  private List<String> complete(String asked, String... words) {
    List<String> args = new ArrayList<>(List.of("__complete", asked));
    args.addAll(List.of(words));
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    return run.out().lines().toList();
  }

  @Test
  void namesComeFromTheLock() {
    String lockfile = lock.toString();
    assertThat(complete("types", "status", "--lock", lockfile))
        .containsExactly("checkout", "refund");
    assertThat(complete("shapes", "show", "--lock=" + lockfile))
        .contains("d59a24b8c2\tcheckout 2025.11", "release:2025.11", "release:2026.05");
    assertThat(complete("shapes", "status", "--type", "refund", "--lock", lockfile))
        .containsExactly("57d752faae\trefund 2026.05", "release:2026.05");
    assertThat(complete("names", "diff", "--lock", lockfile))
        .contains("current\twhat the code has");
    assertThat(complete("steps", "stamp", "--lock", lockfile)).containsExactly("card");
  }

  @Test
  void namesComeFromTheConfiguration() throws IOException {
    Path file = directory.resolve("portage.toml");
    Files.writeString(file, "lock = \"x.lock\"\n[profiles.b]\n[profiles.a]\nstore = \"test:x\"\n");
    Map<String, String> environment = Map.of("PORTAGE_CONFIG", file.toString());
    assertThat(CommandRun.in(environment, "__complete", "profiles").out()).isEqualTo("a\nb\n");
    assertThat(CommandRun.in(environment, "__complete", "types").out())
        .isEqualTo("checkout\nrefund\n");
  }

  @Test
  void whereNothingIsToBeSaidNothingIs() throws IOException {
    assertThat(complete("types", "--lock", directory.resolve("no.lock").toString())).isEmpty();
    Files.writeString(lock, "nonsense");
    assertThat(complete("types", "--lock", lock.toString())).isEmpty();
    assertThat(complete("nosuch")).isEmpty();
    assertThat(CommandRun.of("__complete").out()).isEmpty();
    Map<String, String> broken = Map.of("PORTAGE_CONFIG", lock.toString());
    CommandRun run = CommandRun.in(broken, "__complete", "profiles");
    assertThat(run.out() + run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish", "man"})
  void everyVerbAndOptionIsTold(String shell) {
    String script = CommandRun.of("completion", shell).out();
    assertThat(script).contains(Verbs.NAMES);
    for (String option : List.of("profile", "class-path", "stop-after-failures", "dialect")) {
      assertThat(script.replace("\\-", "-")).contains(option);
    }
    assertThat(CommandRun.of("completion", shell, "-o", "json").json().path("text").asString())
        .isEqualTo(script);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "portage st|status stamp",
        "portage status --ty|--type",
        "portage status --type c|checkout",
        "portage status --type=ref|refund\\ \\$\\(x\\)",
        "portage show release:20|2026.05 2027.01",
        "portage show d5|d59a24b8c2",
        "portage schema c|check create",
        "portage schema create --dia|--dialect",
        "portage schema create --dialect p|postgresql",
        "'portage completion '|bash zsh fish man",
        "portage -o j|json",
        "'portage status --store '|-",
        "'portage nosuch '|-",
      })
  void bashCompletes(String line, String words) throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/bash")), "there is no bash");
    Path script = script("bash", ANSWERS + BASH);
    assertThat(shell("/bin/bash", script, line).strip()).isEqualTo(words == null ? "" : words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/zsh", "/usr/bin/fish"})
  void othersReadTheirScripts(String shell) throws Exception {
    assumeTrue(Files.exists(Path.of(shell)), "there is no such shell");
    Path script = script(Path.of(shell).getFileName().toString(), "");
    assertThat(run(shell, "-n", script.toString())).isEmpty();
  }

  private Path script(String shell, String more) throws IOException {
    return Files.writeString(
        directory.resolve("script"), CommandRun.of("completion", shell).out() + more);
  }

  private String shell(String shell, Path script, String line) throws Exception {
    return run(shell, script.toString(), line);
  }

  private String run(String... command) throws Exception {
    Path out = directory.resolve("out");
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Test
  void theManualPageIsThatOfTheseVerbs() throws IOException {
    String page = CommandRun.of("completion", "man").out();
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("docs/man/portage.1; -Dgolden.write=true writes it").hasContent(page);
  }
}
