package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every scenario of migrations, and every row of what goes wrong with TaskFlow today, is a test
 * that is named after its number: {@code s05..}, {@code row17..}.
 */
class ProofsTest {
  private static final String SCENARIOS =
      "1 2 3 4 5 7 8 10 11 13 14 15 16 17 20 21 22 23 25 26 27 28 29 30 32 33 35 36 38 39 40 41 42"
          + " 45 47 48 50 52 53 55 56 58 60";

  /** Scenarios that no test can show yet, and why. */
  private static final Map<Integer, String> ASIDE =
      Map.of(
          15, "there are no timers yet",
          36, "there are no child flows yet",
          39, "there are no timers yet",
          40, "there are no signals yet",
          60, "there are no users and no tenants: who may open the store may read and migrate it");

  private static final int ROWS = 27;

  private static final Pattern NAMED =
      Pattern.compile("@(?:Test|ParameterizedTest)[^;{]*\\bvoid (s|row)(\\d\\d)[A-Z]\\w*\\(");

  /** Tests run in the directory of their module. */
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

  private static Map<String, Set<Integer>> tested() throws IOException {
    Map<String, Set<Integer>> tested = new TreeMap<>();
    try (Stream<Path> modules = Files.list(REPOSITORY)) {
      for (Path module : modules.map(each -> each.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module)) {
          collect(module, tested);
        }
      }
    }
    return tested;
  }

  private static void collect(Path sources, Map<String, Set<Integer>> tested) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
        Matcher named = NAMED.matcher(Files.readString(file));
        while (named.find()) {
          tested
              .computeIfAbsent(named.group(1), kind -> new TreeSet<>())
              .add(Integer.parseInt(named.group(2)));
        }
      }
    }
  }

  @Test
  void everyScenarioIsATestOrSaysWhyNot() throws IOException {
    Set<Integer> all =
        Stream.of(SCENARIOS.split(" ")).map(Integer::valueOf).collect(Collectors.toSet());
    assertThat(all).containsAll(ASIDE.keySet());
    all.removeAll(ASIDE.keySet());
    assertThat(tested().get("s")).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void everyRowIsATest() throws IOException {
    assertThat(tested().get("row"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, ROWS).boxed().collect(Collectors.toSet()));
  }
}
