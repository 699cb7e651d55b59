package dev.portage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "charge",
        "two words",
        "QuotaReserveTask;volume:create",
        "ž",
        "数据",
        "\ud83d\ude80",
        "a\"b",
        "requires",
        "-",
        "_TaskFlow",
        "a/b\\c",
        "e\u0301"
      })
  void aNameMayHaveAlmostAnything(String name) {
    assertThat(Names.objectionTo(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', blank",
    "'   ', blank",
    "'a[1]', square bracket",
    "'a]', square bracket",
    "'_TaskFlow_INJECTOR', reserved",
  })
  void aNameThatCannotBeUsedSaysWhy(String name, String why) {
    assertThat(Names.objectionTo(name)).hasValueSatisfying(o -> assertThat(o).contains(why));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 10, 13, 0x1b, 0x7f, 0x85, 0x2028, 0x2029, 0xd800, 0xdfff})
  void whatCannotBePrintedIsRefused(int codeUnit) {
    assertThat(Names.objectionTo("a" + (char) codeUnit + "b"))
        .hasValueSatisfying(o -> assertThat(o).contains("control character"));
  }

  @Test
  void lengthIsCountedInCharacters() {
    assertThat(Names.objectionTo("x".repeat(Names.LONGEST))).isEmpty();
    assertThat(Names.objectionTo("x".repeat(Names.LONGEST + 1)))
        .hasValueSatisfying(o -> assertThat(o).contains("256 characters, more than 255"));
  }

  @Test
  void theOrderOfBytesIsTheOrderOfCodePoints() {
    long seed = 7_301L;
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      String a = text(random);
      String b = text(random);
      int byCodePoint =
          java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
      assertThat(Integer.signum(Names.BY_UTF8.compare(a, b)))
          .as("seed %s: '%s' '%s'", seed, a, b)
          .isEqualTo(Integer.signum(byCodePoint));
    }
  }

  private static String text(Random random) {
    int[] some = {'a', 'b', 0xe9, 0x7ff, 0x800, 0xffee, 0xfffd, 0x10000, 0x1f680, 0x10ffff};
    return random
        .ints(random.nextInt(4), 0, some.length)
        .map(i -> some[i])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void anAtomOfAFanOutSortsBehindItsTemplate() {
    assertThat(AtomName.of("a")).isLessThan(new AtomName("a", "1")).hasToString("a");
    assertThat(new AtomName("a", "\uffee"))
        .isLessThan(new AtomName("a", "\ud83d\ude80"))
        .hasToString("a[\uffee]");
    assertThat(new AtomName("a", "z")).isLessThan(AtomName.of("a b"));
  }
}
