package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that come from {@code portage.toml}. */
@Timeout(120)
class SettingsTest {
  private static final String SECRET = "swordfish";

  @TempDir private Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final String store = Shop.withFlows().url("settings");

  private void file(String... lines) throws IOException {
    Path file = Files.writeString(directory.resolve("portage.toml"), String.join("\n", lines));
    environment.put("PORTAGE_CONFIG", file.toString());
  }

  private CommandRun run(String... args) {
    return CommandRun.in(environment, args);
  }

  private void isRefused(String said, String... args) {
    CommandRun run = run(args);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").contains(said).doesNotContain(SECRET);
  }

  private void isRefused(String said) {
    isRefused(said, "status", "-v");
  }

  @Test
  void theUsualProfileHoldsWhereNothingIsTyped() throws Exception {
    file("profile = \"test\"", "[profiles.test]", "store = \"" + store + "\"");
    CommandRun run = run("status");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("checkout").doesNotContain("--store");
    assertThat(run("show", "order-1").out()).contains("order-1");
  }

  @Test
  void whatIsTypedWins() throws Exception {
    String other = new Shop().url("settings-empty");
    file("store = \"" + store + "\"", "output = \"json\"");
    assertThat(run("status", "-o", "text", "--store", other).out())
        .startsWith("no unfinished flows in");
    assertThat(run("status").json().path("schema").stringValue()).startsWith("portage/status");
  }

  @Test
  void aProfileIsChosenAndNamedInHints() throws Exception {
    file(
        "output = \"json\"",
        "[profiles.a]",
        "store = \"test:nosuch\"",
        "[profiles.b]",
        "store = \"" + store + "\"",
        "output = \"text\"");
    assertThat(run("status", "--profile", "a").code()).isEqualTo(ExitCode.USAGE.code());
    CommandRun run = run("show", "order-77", "--profile=b");
    assertThat(run.err()).contains("next: portage status --profile b").doesNotContain("test:");
  }

  @Test
  void pathsAreRelativeToTheFile() throws Exception {
    ClassPaths.of(directory.resolve("app"), ShopModule.class);
    file("store = \"" + store + "\"", "class-path = [\"app\"]", "lock = \"a${env:HOME}$$b.lock\"");
    CommandRun run = run("record", "--label", "2026.05");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(directory.resolve("a${env:HOME}$$b.lock")).exists();
    assertThat(run("plan").code()).isNotEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void whatExcludesEachOtherGivesWay() throws Exception {
    ClassPaths.of(directory.resolve("app"), ShopModule.class);
    file("store = \"" + store + "\"", "class-path = \"app\"");
    Path shapes = Files.writeString(directory.resolve("shapes"), Shop.OLD.text());
    CommandRun run = run("plan", "--target", shapes.toString());
    assertThat(run.err()).doesNotContain("both say");
    file("class-path = \"app\"", "target = \"shapes\"");
    isRefused("'class-path' and 'target' exclude each other");
  }

  @Test
  void aBuildIsCheckedWithoutAStoreUnlessAProfileIsNamed() throws Exception {
    ClassPaths.of(directory.resolve("app"), ShopModule.class);
    file(
        "class-path = \"app\"",
        "lock = \"flow-shapes.lock\"",
        "profile = \"a\"",
        "[profiles.a]",
        "store = \"test:nosuch\"");
    assertThat(run("record", "--label", "1").code()).isZero();
    assertThat(run("check").code()).isZero();
    assertThat(run("check", "--profile", "a").err()).contains("test:nosuch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stor = \"x\"|no key is called 'stor'",
        "[profiles.a]\nstor = \"x\"|no key is called 'stor' in [profiles.a]",
        "password = \"swordfish\"|a password is never written here",
        "[profiles.a]\ndb-secret = \"swordfish\"|a password is never written here",
        "store = \"jdbc:postgresql://h/d?user=a&password=swordfish\"|has a password in its URL",
        "store = \"jdbc:mariadb://ann:swordfish@h/d\"|has a password in its URL",
        "store = 1|'store' takes the URL of a store, quoted",
        "store = swordfish|no TOML at line 1",
        "password = \"swordfish|no TOML at line 1",
        "a = 1\na = 2|no TOML at line 2",
        "parallel = \"swordfish\"|'parallel' takes a number",
        "parallel = -1|'parallel' takes a number",
        "color = \"swordfish\"|'color' takes one of auto, always, never",
        "no-progress = \"swordfish\"|'no-progress' takes true or false",
        "wait = \"swordfish\"|'wait' takes 90s",
        "class-path = [1]|'class-path' takes paths",
        "profile = \"a\"|'profile' names none of its profiles; it has none",
        "profiles = 1|'profiles' is no table",
        "[profiles]\na = 1|'a' in [profiles] is no table",
        "lock = \"\\u0000\"|'lock' is no path",
      })
  void aMistakeIsToldWithoutWhatIsWritten(String fileAndMessage) throws Exception {
    String[] both = fileAndMessage.split("\\|", 2);
    file(both[0]);
    isRefused(both[1]);
    assertThat(run("status", "--help").code()).isZero();
  }

  @Test
  void allMistakesAreToldAtOnce() throws Exception {
    file("stor = 1", "parallel = \"x\"", "[profiles.a]", "lokc = \"x\"");
    CommandRun run = run("status");
    assertThat(run.err()).contains("'stor'", "'parallel'", "'lokc' in [profiles.a]");
  }

  @Test
  void whatCannotBeReadIsTold() throws Exception {
    environment.put("PORTAGE_CONFIG", directory.resolve("nosuch.toml").toString());
    isRefused("there is no such file");
    environment.put("PORTAGE_CONFIG", directory.toString());
    isRefused("cannot be read");
    file("");
    Files.write(directory.resolve("portage.toml"), new byte[] {'a', (byte) 0xe9});
    isRefused("it is not in UTF-8");
    file("[profiles.a]");
    isRefused("has no profile 'b'\n  there are: a", "status", "--profile", "b");
    environment.clear();
    isRefused("there is none in this directory", "status", "--profile", "b");
  }

  @Test
  void passwordsComeFromAFileOrAVariable() throws Exception {
    String database = TestPostgres.newDatabase();
    TestPostgres.createRole("sue", SECRET);
    TestPostgres.execute(database, "GRANT ALL ON SCHEMA public TO sue");
    String url = TestPostgres.url(database).replaceFirst("\\?.*", "") + "?user=sue";
    Files.writeString(directory.resolve("secret"), SECRET + "\n");
    file(
        "store = \"" + url + "\"",
        "[profiles.file]",
        "password-file = \"secret\"",
        "[profiles.variable]",
        "password-env = \"SUE\"");
    opens("schema", "create", "--yes", "--profile", "file");
    isRefused("variable SUE, by portage.toml, and it is not set", "status", "--profile=variable");
    environment.put("SUE", SECRET);
    opens("status", "--profile", "variable");
    environment.put("PORTAGE_PASSWORD", SECRET);
    opens("status");
    opens("status", "--store", url);
    environment.remove("PORTAGE_PASSWORD");
    assertThat(run("status", "--profile=file", "--store", url).code()).isNotZero();
  }

  private void opens(String... args) {
    CommandRun run = run(args);
    assertThat(run.code()).as("%s: %s", Arrays.asList(args), run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain(SECRET);
  }

  @Test
  void theFileOfTheWorkingDirectoryIsTaken() throws Exception {
    Files.writeString(directory.resolve("portage.toml"), "store = \"jdbc:sqlite:nosuch.db\"\n");
    List<String> command =
        Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                Main.class.getName(),
                "status")
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().remove("PORTAGE_CONFIG");
    Process child = builder.start();
    String err = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isEqualTo(ExitCode.USAGE.code());
    assertThat(err).contains("the store 'nosuch.db'");
  }

  private static String absolute(String paths) {
    return Stream.of(paths.split(java.io.File.pathSeparator, -1))
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .reduce((a, b) -> a + java.io.File.pathSeparator + b)
        .orElseThrow();
  }
}
