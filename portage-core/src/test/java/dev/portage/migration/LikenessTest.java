package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portage.migration.StepDraft.Implementations;
import dev.portage.model.Flow;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How alike atoms are, facet by facet. */
class LikenessTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  private static Task task(String name, List<String> requires, List<String> provides) {
    return Task.named(name).requires(slots(requires)).provides(slots(provides));
  }

  private static Slot<?>[] slots(List<String> names) {
    return names.stream().map(name -> Slot.of(name, Object.class)).toArray(Slot<?>[]::new);
  }

  private static Shape shape(Task... tasks) {
    Flow.Builder flow = Flow.linear("f");
    List.of(tasks).forEach(flow::add);
    return Shape.of(flow.build());
  }

  private static double likeness(
      Shape before, Shape after, Implementations known, Map<String, String> kept) {
    ShapeAtom gone = before.atoms().get("gone");
    ShapeAtom fresh = after.atoms().get("fresh");
    return new Likeness(before, after, known)
        .of(Objects.requireNonNull(gone), Objects.requireNonNull(fresh), kept);
  }

  private static double likeness(Task gone, Task fresh) {
    return likeness(shape(gone), shape(fresh), Implementations.UNKNOWN, Map.of());
  }

  private static Task gone(List<String> requires, List<String> provides) {
    return task("gone", requires, provides);
  }

  private static Task fresh(List<String> requires, List<String> provides) {
    return task("fresh", requires, provides);
  }

  @Test
  void slotsNamesAndFlagsAreWeighedAsFarAsTheyAreKnown() {
    // No word of the names is shared; slots 1, flags 1; the code and the neighbours are unknown.
    assertThat(likeness(gone(List.of("a"), List.of("b")), fresh(List.of("a"), List.of("b"))))
        .isCloseTo((0.30 + 0.10) / 0.55, EXACTLY);
    // Of three slots one is shared: 'a' that is read is not 'a' that is provided.
    assertThat(likeness(gone(List.of("a"), List.of("b")), fresh(List.of("b"), List.of("a"))))
        .isCloseTo(0.10 / 0.55, EXACTLY);
    assertThat(likeness(gone(List.of("a"), List.of("b")), fresh(List.of("a"), List.of("c"))))
        .isCloseTo((0.30 / 3 + 0.10) / 0.55, EXACTLY);
    // Without slots only names and flags are known.
    assertThat(likeness(gone(List.of(), List.of()), fresh(List.of(), List.of())))
        .isCloseTo(0.10 / 0.25, EXACTLY);
  }

  @Test
  void aRevertAndSideEffectsCountHalfOfTheFlagsEach() {
    Task plain = gone(List.of("a"), List.of());
    Task other = fresh(List.of("a"), List.of());
    assertThat(likeness(plain, other.revert(in -> {}))).isCloseTo(0.35 / 0.55, EXACTLY);
    assertThat(likeness(plain, other.sideEffects(false))).isCloseTo(0.35 / 0.55, EXACTLY);
    assertThat(likeness(plain, other.sideEffects(false).revert(in -> {})))
        .isCloseTo(0.30 / 0.55, EXACTLY);
  }

  @Test
  void theCodeBehindThemCountsWhereItIsKnownOfBoth() {
    Shape before = shape(gone(List.of("a"), List.of()));
    Shape after = shape(fresh(List.of("a"), List.of()));
    Implementations same =
        new Implementations(Map.of("gone", "shop.Charge"), Map.of("fresh", "shop.Charge"));
    Implementations other =
        new Implementations(Map.of("gone", "shop.Charge"), Map.of("fresh", "shop.Ship"));
    Implementations half = new Implementations(Map.of("gone", "shop.Charge"), Map.of());
    assertThat(likeness(before, after, same, Map.of())).isCloseTo(0.65 / 0.80, EXACTLY);
    assertThat(likeness(before, after, other, Map.of())).isCloseTo(0.40 / 0.80, EXACTLY);
    assertThat(likeness(before, after, half, Map.of())).isCloseTo(0.40 / 0.55, EXACTLY);
  }

  @Test
  void theNearestKeptAtomsCountWhateverStandsBetween() {
    Task first = task("first", List.of(), List.of());
    Task last = task("last", List.of(), List.of());
    Shape before = shape(first, gone(List.of("a"), List.of()), last);
    Shape after =
        shape(first, task("new", List.of(), List.of()), fresh(List.of("a"), List.of()), last);
    Map<String, String> kept = Map.of("first", "first", "last", "last");
    assertThat(likeness(before, after, Implementations.UNKNOWN, kept))
        .isCloseTo(0.60 / 0.75, EXACTLY);
    Shape moved = shape(first, last, fresh(List.of("a"), List.of()));
    assertThat(likeness(before, moved, Implementations.UNKNOWN, kept))
        .as("neither what stands before nor what stands behind it is the same")
        .isCloseTo(0.40 / 0.75, EXACTLY);
    Map<String, String> renamed = Map.of("first", "begin");
    Shape begun = shape(first.as("begin"), fresh(List.of("a"), List.of()));
    assertThat(likeness(before, begun, Implementations.UNKNOWN, renamed))
        .isCloseTo(0.60 / 0.75, EXACTLY);
  }

  @Test
  void rareWordsOfNamesSayMoreThanCommonOnes() {
    Shape before =
        shape(
            task("shop.ChargeCard", List.of("a"), List.of()),
            task("shop.ShipGoods", List.of("a"), List.of()));
    Shape after =
        shape(
            task("store.ChargeCard", List.of("a"), List.of()),
            task("shop.SendGoods", List.of("a"), List.of()));
    Likeness likeness = new Likeness(before, after, Implementations.UNKNOWN);
    double same = likeness.of(atom(before, 0), atom(after, 0), Map.of());
    double other = likeness.of(atom(before, 0), atom(after, 1), Map.of());
    // shop 3 uses, store 1, charge and card 2 each: shared 1, of 1/3 + 1 + 1.
    assertThat(same).isCloseTo((0.40 + 0.15 * 3 / 7) / 0.55, EXACTLY);
    // shop is shared, with a third; charge, card, send and goods are not, with 1/2, 1/2, 1, 1/2.
    assertThat(other).isCloseTo((0.40 + 0.15 * (1.0 / 3) / (1.0 / 3 + 2.5)) / 0.55, EXACTLY);
  }

  private static ShapeAtom atom(Shape shape, int at) {
    return shape.inOrder().get(at);
  }

  @Test
  void kindsThatDifferAreNotAlike() {
    Shape retry =
        Shape.of(
            Flow.linear("f")
                .retry(Retry.times("gone", 3))
                .add(task("x", List.of(), List.of()))
                .build());
    Shape after = shape(fresh(List.of(), List.of()));
    assertThat(likeness(retry, after, Implementations.UNKNOWN, Map.of())).isZero();
  }

  @Test
  void ofRetriesTheStrategyIsTheFlag() {
    Shape before = Shape.of(Flow.linear("f").retry(Retry.times("gone", 3)).build());
    Shape same = Shape.of(Flow.linear("f").retry(Retry.times("fresh", 3)).build());
    Shape other = Shape.of(Flow.linear("f").retry(Retry.times("fresh", 5)).build());
    assertThat(likeness(before, same, Implementations.UNKNOWN, Map.of()))
        .isCloseTo(0.10 / 0.25, EXACTLY);
    assertThat(likeness(before, other, Implementations.UNKNOWN, Map.of()))
        .isCloseTo(0.05 / 0.25, EXACTLY);
  }
}
