package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.Decider;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Flow;
import dev.portage.model.FlowException;
import dev.portage.model.Pattern;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTextTest {
  private static final long SEED = 7_101L;
  private static final int ROUNDS = 3_000;
  private static final String ALPHABET = " \n\"\\-u0aé\ud83d\ude80.1";

  private static String golden() throws IOException {
    try (InputStream in = ShapeTextTest.class.getResourceAsStream("/shape/checkout.shape")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ShapeAtom atom(
      String name, @Nullable String version, List<String> requires, List<String> provides) {
    return new ShapeAtom(
        AtomKind.TASK,
        name,
        version,
        ShapeAtom.slotSet(requires),
        ShapeAtom.slotSet(provides),
        ShapeAtom.Traits.UNKNOWN);
  }

  private static ShapeAtom with(
      ShapeAtom atom, boolean reverts, boolean sideEffects, List<String> formerly) {
    return new ShapeAtom(
        atom.kind(),
        atom.name(),
        atom.version(),
        atom.requires(),
        atom.provides(),
        new ShapeAtom.Traits(reverts, sideEffects, ShapeAtom.slotSet(formerly)));
  }

  private static ShapeGroup checkout() {
    ShapeGroup notices =
        new ShapeGroup(
            "notices",
            Pattern.UNORDERED,
            List.of(
                atom("ž", "2024.1-rc1", List.of(), List.of()),
                atom("mail", "", List.of("verdict"), List.of())),
            List.of());
    ShapeAtom charge =
        atom("charge card", "2.10", List.of("reservation"), List.of("the \"receipt\""));
    ShapeGroup pay =
        new ShapeGroup(
            "pay",
            Pattern.GRAPH,
            List.of(
                notices,
                with(
                    atom("fraud-check", null, List.of("order"), List.of("verdict")),
                    false,
                    false,
                    List.of()),
                with(charge, true, true, List.of("pay", "charge"))),
            List.of(
                ShapeLink.of("fraud-check", "notices"),
                ShapeLink.of("fraud-check", "charge card"),
                ShapeLink.of("fraud-check", "notices")));
    ShapeGroup odd =
        new ShapeGroup(
            "\u0000odd\n",
            Pattern.UNKNOWN,
            List.of(
                ShapeAtom.of(AtomKind.TASK, "\\", "1.0"),
                ShapeAtom.of(AtomKind.RETRY, "requires", "-")),
            List.of());
    ShapeAtom reserve =
        with(
            atom("reserve", "1.0", List.of("order"), List.of("reservation")),
            true,
            true,
            List.of());
    return new ShapeGroup("checkout", Pattern.LINEAR, List.of(reserve, pay, odd), List.of());
  }

  @Test
  void theTextIsAsItHasAlwaysBeen() throws IOException {
    assertThat(Shape.of(checkout()).text()).isEqualTo(golden());
    assertThat(Shape.parse(golden())).isEqualTo(Shape.of(checkout()));
    assertThat(Shape.parse(golden()).text()).isEqualTo(golden());
  }

  @Test
  void whatIsWrittenIsReadBack() {
    RandomShapes random = new RandomShapes(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = random.shape();
      Shape read = Shape.parse(shape.text());
      assertThat(read.text()).as("seed %s, round %s", SEED, round).isEqualTo(shape.text());
      assertThat(read.atoms()).isEqualTo(shape.atoms());
      assertThat(read.digest()).isEqualTo(shape.digest());
      assertThat(read.fingerprint()).isEqualTo(shape.fingerprint());
    }
  }

  @Test
  void declaredOrderCountsInLinearFlowsOnly() {
    RandomShapes random = new RandomShapes(SEED + 1);
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = random.shape();
      assertThat(Shape.of(random.shuffled(shape.root())).text())
          .as("seed %s, round %s", SEED + 1, round)
          .isEqualTo(shape.text());
    }
    ShapeAtom a = ShapeAtom.of(AtomKind.TASK, "a", "1.0");
    ShapeAtom b = ShapeAtom.of(AtomKind.TASK, "b", "1.0");
    for (Pattern pattern : Pattern.values()) {
      Shape one = Shape.of(new ShapeGroup("f", pattern, List.of(a, b), List.of()));
      Shape two = Shape.of(new ShapeGroup("f", pattern, List.of(b, a), List.of()));
      assertThat(one.equals(two)).as(pattern.name()).isEqualTo(pattern != Pattern.LINEAR);
      assertThat(one.fingerprint()).isEqualTo(two.fingerprint());
    }
  }

  @Test
  void partsOfOneNameDoNotMakeTheTextDependOnTheirOrder() {
    ShapeGroup one = sub("1.0");
    ShapeGroup two = sub("2.0");
    assertThat(
            Shape.of(new ShapeGroup("f", Pattern.UNORDERED, List.of(one, two), List.of())).digest())
        .isEqualTo(
            Shape.of(new ShapeGroup("f", Pattern.UNORDERED, List.of(two, one), List.of()))
                .digest());
  }

  private static ShapeGroup sub(String version) {
    return new ShapeGroup(
        "sub",
        Pattern.LINEAR,
        List.of(ShapeAtom.of(AtomKind.TASK, "task " + version, version)),
        List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 'portage-shape/2;linear f' | expected 'portage-shape/1'",
        "1 | '' | expected 'portage-shape/1'",
        "2 | 'portage-shape/1' | found the end of the text",
        "2 | 'portage-shape/1;task a 1.0' | found an atom",
        "2 | 'portage-shape/1;circular f' | unknown word 'circular'",
        "2 | 'portage-shape/1;linear' | expected a pattern and a name",
        "2 | 'portage-shape/1;linear f g' | expected a pattern and a name",
        "2 | 'portage-shape/1;linear \"f' | a quotation mark is not closed",
        "2 | 'portage-shape/1;linear \"f\"g' | expected a space after a quoted word",
        "2 | 'portage-shape/1;linear \"\\u00g0\"' | four hexadecimal digits",
        "2 | 'portage-shape/1;linear \"\\u+041\"' | four hexadecimal digits",
        "2 | 'portage-shape/1;linear \"\\u041\"' | four hexadecimal digits",
        "2 | 'portage-shape/1;linear \"\\n\"' | unknown escape \\n",
        "2 | 'portage-shape/1; linear f' | expected 0 spaces",
        "3 | 'portage-shape/1;linear f;  task a' | an atom has a name and a version",
        "3 | 'portage-shape/1;linear f;  task  1.0' | single spaces",
        "3 | 'portage-shape/1;linear f;  task a 1.0 ' | single spaces",
        "3 | 'portage-shape/1;linear f;   task a 1.0' | expected 2 spaces",
        "3 | 'portage-shape/1;linear f;task a 1.0' | expected the end of the text",
        "3 | 'portage-shape/1;linear f;  task a 1.0 slot' | unexpected word 'slot'",
        "3 | 'portage-shape/1;linear f;  task a 1.0 reverts x' | unexpected word 'x'",
        "3 | 'portage-shape/1;linear f;  task a 1.0 -' | unexpected word '-'",
        "3 | 'portage-shape/1;graph f;  link a' | a link has two names",
        "3 | 'portage-shape/1;graph f;  link a b c' | nothing, or 'decider' and its depth",
        "3 | 'portage-shape/1;graph f;  link a b decider' | nothing, or 'decider' and its depth",
        "3 | 'portage-shape/1;graph f;  link a b decider some' | depth of a decider 'some'",
        "3 | 'portage-shape/1;graph f;  link a b decider all x' | unexpected word 'x'",
        "4 | 'portage-shape/1;linear f;  task a 1.0;    task b 1.0' | expected 2 spaces",
        "4 | 'portage-shape/1;linear f;  task a 1.0;;  task b 1.0' | expected the end"
      })
  void anErrorNamesTheLine(int line, String text, String why) {
    assertThatThrownBy(() -> Shape.parse(text.replace(';', '\n')))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("line " + line + ": ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void damagedTextIsReadOrRefusedButNeverACrash(int changes) throws IOException {
    RandomShapes random = new RandomShapes(SEED + 2 + changes);
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder(round % 2 == 0 ? golden() : random.shape().text());
      for (int i = 0; i < changes; i++) {
        damage(text, random);
      }
      try {
        Shape read = Shape.parse(text.toString());
        assertThat(Shape.parse(read.text()).text()).as(text.toString()).isEqualTo(read.text());
      } catch (FlowException e) {
        assertThat(e).hasMessageMatching("the text of a shape cannot be read, line \\d+: .+");
      }
    }
  }

  private static void damage(StringBuilder text, RandomShapes random) {
    char other = ALPHABET.charAt(random.below(ALPHABET.length()));
    if (text.length() == 0) {
      text.append(other);
    }
    int at = random.below(text.length());
    switch (random.below(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, other);
      case 2 -> text.setLength(at + 1);
      default -> text.setCharAt(at, other);
    }
  }

  @Test
  void slotsThatAreOptionalOrOnlyForTheRevertAreKeptApart() {
    ShapeAtom atom =
        new ShapeAtom(
            AtomKind.TASK,
            "pay",
            "1.0",
            ShapeAtom.slotSet(List.of("order")),
            ShapeAtom.slotSet(List.of("receipt")),
            new ShapeAtom.Traits(
                true,
                true,
                ShapeAtom.slotSet(List.of()),
                ShapeAtom.slotSet(List.of("note", "optional")),
                ShapeAtom.slotSet(List.of("desk")),
                "",
                null));
    Shape shape = Shape.of(new ShapeGroup("f", Pattern.LINEAR, List.of(atom), List.of()));
    assertThat(shape.text())
        .isEqualTo(
            "portage-shape/1\nlinear f\n  task pay 1.0 requires order optional note \"optional\""
                + " provides receipt reverts revert-requires desk\n");
    assertThat(Shape.parse(shape.text()).inOrder()).containsExactly(atom);
  }

  @Test
  void aFanOutNamesTheSlotOfItsListUnlessTheCodeGivesIt() {
    String text =
        """
        portage-shape/1
        linear f
          task greet 1.0 each-given
          task ship 1.0 each parcels requires parcels provides label pure
        """;
    Shape shape = Shape.parse(text);
    assertThat(shape.text()).isEqualTo(text);
    assertThat(shape.inOrder()).allMatch(ShapeAtom::isFanOut);
    assertThat(shape.inOrder())
        .extracting(atom -> atom.traits().each())
        .containsExactly("", "parcels");
    assertThatThrownBy(() -> Shape.parse(text.replace("each parcels", "each a b")))
        .isInstanceOf(ShapeText.FormatException.class)
        .hasMessageContaining("line 4");
  }

  @Test
  void aLinkSaysWhatItsDeciderLeavesOutAndReads() {
    Slot<Integer> amount = Slot.of("amount", Integer.class);
    Slot<String> keyword = Slot.of("optional", String.class);
    Flow.Builder parts = Flow.graph("f").add(Task.named("decider")).add(Task.named("b"));
    Decider decider = Decider.when(amount, cents -> cents > 0).optional(keyword, amount);
    Shape plain = Shape.of(parts.build());
    Shape shape = Shape.of(parts.link("decider", "b", decider.depth(Depth.FLOW)).build());
    assertThat(shape.text())
        .endsWith("  link decider b decider flow requires amount optional \"optional\"\n");
    assertThat(Shape.parse(shape.text()).root().links()).isEqualTo(shape.root().links());
    assertThat(shape.fingerprint()).isEqualTo(plain.fingerprint());
    assertThat(shape.digest()).isNotEqualTo(plain.digest());
    assertThat(ShapeDiff.between(plain, shape).isEmpty()).isTrue();
  }
}
