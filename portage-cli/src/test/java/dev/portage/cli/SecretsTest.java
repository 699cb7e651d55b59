package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.TestMaria;
import dev.portage.jdbc.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No password is seen anywhere: not in messages, traces, names of objects, hints, nor in what the
 * pool and the drivers log when they log everything.
 */
@Timeout(300)
class SecretsTest {
  private static final String WRONG = "swordfish";
  private static final String RIGHT = "rightfish";

  @TempDir private Path directory;

  @Test
  void whatIsHiddenInWhatWasTyped() {
    assertThat(Secrets.hidden("jdbc:x://h/d?user=a&password=p&sslPassword=q&z=1"))
        .isEqualTo("jdbc:x://h/d?user=a&password=..&sslPassword=..&z=1");
    assertThat(Secrets.hidden("'jdbc:x://ann:p@h/d;PWD=q' else"))
        .isEqualTo("'jdbc:x://..@h/d;PWD=..' else");
    assertThat(Secrets.hidden("jdbc:x://h/d?portage.passwordFile=/p"))
        .isEqualTo("jdbc:x://h/d?portage.passwordFile=/p");
    assertThat(Secrets.withoutUrls("'jdbc:x:ann:p@h', db://ann:p/d and 1:2"))
        .isEqualTo("'jdbc:x..', db:/.. and 1:2");
  }

  @Test
  void noPasswordIsSeenHoweverAStoreOfPostgresqlIsOpened() throws Exception {
    String database = TestPostgres.newDatabase();
    TestPostgres.createRole("ann", RIGHT);
    TestPostgres.execute(database, "GRANT ALL ON SCHEMA public TO ann");
    String place = TestPostgres.url(database).replaceFirst("\\?.*", "");
    String seen = all(place, "sslmode=require&sslkey=nosuch&sslpassword=" + WRONG);
    assertThat(seen)
        .contains("com.zaxxer.hikari", "org.postgresql", "does not let this user in", "made: 1")
        .contains("opened: all");
    assertThat(seen).doesNotContain("fish");
  }

  @Test
  void noPasswordIsSeenHoweverAStoreOfMariaDbIsOpened() throws Exception {
    String database = TestMaria.newDatabase();
    TestMaria.createUser("ann", RIGHT, database);
    String place = TestMaria.url(database).replaceFirst("\\?.*", "");
    String seen = all(place, "sslMode=trust&keyStore=nosuch&keyStorePassword=" + WRONG);
    assertThat(seen)
        .contains("com.zaxxer.hikari", "org.mariadb", "does not let this user in", "made: 1")
        .contains("opened: all");
    assertThat(seen).doesNotContain("fish");
  }

  /** All that is seen while stores are opened that are right, wrong, out of reach or misspelt. */
  private String all(String place, String moreSecrets) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("password"), RIGHT + "\n");
    String scheme = place.substring(0, place.indexOf("//"));
    String login = "?user=ann&password=";
    return seen(
        place + login + RIGHT,
        place + "?user=ann&portage.passwordFile=" + file,
        place + login + WRONG,
        place + login + RIGHT + "&" + moreSecrets,
        place + "nosuch" + login + RIGHT,
        place + login + RIGHT + "&portage.secret=" + WRONG,
        place + ";user=ann;password=" + WRONG,
        place + "&password=" + WRONG,
        place.replace("//", "//ann:" + WRONG + "@") + "?x=1",
        scheme + "//ann:" + WRONG + "/shop" + login + WRONG,
        scheme + "//localhost:1/shop" + login + WRONG,
        scheme + "//localhost:99999/shop" + login + WRONG,
        scheme + "//nosuch.invalid/shop" + login + WRONG,
        scheme + "ann:" + WRONG + "@localhost/shop" + login + WRONG);
  }

  private String seen(String... urls) throws IOException, InterruptedException {
    Path logging = directory.resolve("logging.properties");
    Files.writeString(
        logging,
        """
        handlers = java.util.logging.ConsoleHandler
        java.util.logging.ConsoleHandler.level = ALL
        org.postgresql.level = ALL
        """);
    Path out = directory.resolve("seen");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.config.file=" + logging,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-Dorg.slf4j.simpleLogger.log.com.zaxxer.hikari=trace",
                "-Dorg.slf4j.simpleLogger.log.org.mariadb.jdbc=trace",
                "-cp",
                System.getProperty("java.class.path"),
                OpeningChild.class.getName()));
    command.addAll(Stream.of(urls).toList());
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(child.waitFor()).isZero();
    } finally {
      child.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
