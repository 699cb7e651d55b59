package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.DefinitionException;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShapeLockTest {
  private static final long SEED = 61_101L;
  private static final int ROUNDS = 400;
  private static final String ALPHABET = " \n\"\\-|u0af#\ud83d\ude80.<=flow";

  private final RandomShapes generator = new RandomShapes(SEED);
  private final Random random = new Random(SEED);

  static ReleasedShape released(String flow, String task, String... labels) {
    ShapeAtom atom =
        new ShapeAtom(
            AtomKind.TASK,
            task,
            "1.0",
            ShapeAtom.slotSet(List.of("order")),
            ShapeAtom.slotSet(List.of()),
            ShapeAtom.Traits.UNKNOWN);
    Shape shape = Shape.of(new ShapeGroup(flow, Pattern.LINEAR, List.of(atom), List.of()));
    ReleasedShape released = ReleasedShape.of(flow, "", shape, List.of());
    for (String label : labels) {
      released = released.labelled(label);
    }
    return released;
  }

  private ReleasedShape any() {
    List<List<String>> born = new ArrayList<>(List.of(names()));
    if (random.nextBoolean()) {
      born.add(names());
    }
    String variant = random.nextInt(3) > 0 ? "" : generator.name();
    return new ReleasedShape(flowName(), variant, generator.shape(), new TreeSet<>(names()), born);
  }

  private String flowName() {
    return random.nextBoolean() ? "checkout" : generator.name().strip() + "\ud83d\ude80 x";
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      names.add(generator.name());
    }
    return names;
  }

  private ShapeLock lock() {
    ShapeLock lock = ShapeLock.empty();
    for (int i = random.nextInt(5); i > 0; i--) {
      lock = lock.add(any());
    }
    return lock;
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    for (int round = 0; round < ROUNDS; round++) {
      ShapeLock lock = lock();
      String text = lock.render();
      ShapeLock read = ShapeLock.parse("x.lock", text);
      assertThat(read).as("seed %s, round %s\n%s", SEED, round, text).isEqualTo(lock);
      assertThat(read.render()).isEqualTo(text);
      assertThat(ShapeLock.parse("x.lock", text.replace("\n", "\r\n"))).isEqualTo(lock);
    }
  }

  @Test
  void namesWithOddLineEndsAreReadAsTheyWere() {
    ShapeLock lock = ShapeLock.empty().add(released("refund", "a\u2028b\u0085c\rd\ne"));
    assertThat(ShapeLock.parse("x.lock", lock.render())).isEqualTo(lock);
  }

  @Test
  void theOrderInWhichShapesAreAddedDoesNotMatter() {
    for (int round = 0; round < ROUNDS / 4; round++) {
      List<ReleasedShape> shapes = new ArrayList<>(lock().shapes());
      String text = ShapeLock.empty().addAll(shapes).render();
      Collections.shuffle(shapes, random);
      assertThat(ShapeLock.empty().addAll(shapes).addAll(shapes).render()).isEqualTo(text);
    }
  }

  @Test
  void oneShapeHasOneBlockWithAllOfItsLabels() {
    ShapeLock lock =
        ShapeLock.empty()
            .add(released("refund", "pay", "2025.11"))
            .add(released("refund", "pay", "2026.02"));
    assertThat(lock.shapes()).hasSize(1);
    assertThat(lock.shapes().get(0).releases()).containsExactly("2025.11", "2026.02");
  }

  /** As {@code merge=union} leaves it, or a person who keeps both sides. */
  @Test
  void aBlockThatStandsThereTwiceIsReadAsOne() {
    String one = ShapeLock.empty().add(released("refund", "pay", "2025.11")).render();
    String other = ShapeLock.empty().add(released("refund", "pay", "2026.02")).render();
    ShapeLock both =
        ShapeLock.parse(
            "x.lock",
            one
                + other.lines().skip(1).toList().stream()
                    .reduce("", (all, line) -> all + line + "\n"));
    assertThat(both.shapes()).hasSize(1);
    assertThat(both.shapes().get(0).releases()).containsExactly("2025.11", "2026.02");
  }

  @Test
  void everyChangeOfALineOfAShapeIsNoticed() {
    String text = ShapeLock.empty().add(released("refund", "pay", "2025.11")).render();
    assertThatThrownBy(() -> ShapeLock.parse("x.lock", text.replace("task pay", "task pays")))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("x.lock:4")
        .hasMessageContaining("the text of this shape has the digest");
    assertThatThrownBy(() -> ShapeLock.parse("x.lock", text.replace("flow refund", "flow other")))
        .hasMessageContaining("which is not its mark");
    assertThatThrownBy(
            () -> ShapeLock.parse("x.lock", text.replaceAll("fingerprint .", "fingerprint g")))
        .hasMessageContaining("this shape has the fingerprint");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsLine() {
    String text =
        ShapeLock.empty().add(released("refund", "pay")).render()
            + "<<<<<<< HEAD\nwhat is this\nflow a\nffffffffff digest 12\n"
            + "eeeeeeeeee \"open\n";
    assertThatThrownBy(() -> ShapeLock.parse("x.lock", text))
        .isInstanceOfSatisfying(
            DefinitionException.class,
            e ->
                assertThat(e.problems().stream().map(p -> p.subject()).distinct())
                    .containsExactly(
                        "x.lock:11", "x.lock:12", "x.lock:13", "x.lock:14", "x.lock:15"));
  }

  @Test
  void anUnfinishedMergeIsCalledOne() {
    for (String marker : List.of("<<<<<<< ours", "=======", ">>>>>>> theirs", "||||||| base")) {
      assertThatThrownBy(() -> ShapeLock.parse("x.lock", "portage-lock/1\n" + marker + "\n"))
          .hasMessageContaining("x.lock:2: an unfinished merge; delete this line");
    }
  }

  @Test
  void anythingElseIsRefusedAndNeverMisread() {
    for (String text :
        List.of("", "\n", "portage-lock/2\n", "PK\u0003\u0004", "\ufeffportage-lock/1\n")) {
      assertThatThrownBy(() -> ShapeLock.parse("x.lock", text))
          .hasMessageContaining("x.lock:1: expected");
    }
    for (int round = 0; round < ROUNDS * 5; round++) {
      ShapeLock lock = ShapeLock.empty().add(any()).add(any());
      String text = lock.render();
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(4));
      char in = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      String spoiled = text.substring(0, at) + in + text.substring(to);
      try {
        List<String> texts =
            ShapeLock.parse("x.lock", spoiled).shapes().stream()
                .map(s -> s.shape().text())
                .toList();
        assertThat(lock.shapes().stream().map(s -> s.shape().text()).toList())
            .as("seed %s, round %s\n%s", SEED, round, spoiled)
            .containsAll(texts);
      } catch (DefinitionException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
  }
}
