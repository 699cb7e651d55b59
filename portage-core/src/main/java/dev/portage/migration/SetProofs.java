package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.Plan.Ready;
import dev.portage.shape.Shape;
import dev.portage.store.FlowRecord;
import dev.portage.store.Payload;
import dev.portage.store.SetExchange;
import dev.portage.store.SetRecipe;
import dev.portage.store.Situation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a plan does to flows that are in one situation, whatever their values are. It lets the
 * plan act on two made-up flows of that situation, of which no value is like another: one has
 * everything that a row can have, the other nothing, and their order is turned about. What happens
 * to both alike happens to all. Once for each situation; used by one thread.
 */
final class SetProofs implements SetExchange.Recipes {
  private final SituationSample samples;
  private final Target target;
  private final Ready plan;
  private final Map<Situation, Proof> known = new HashMap<>();

  /**
   * What was found for a situation.
   *
   * @param recipe null if its flows have to be looked at one by one
   */
  private record Proof(@Nullable SetRecipe recipe, List<Finding> findings) {
    static final Proof NONE = new Proof(null, List.of());
  }

  SetProofs(SituationSample samples, Target target, Ready plan) {
    this.samples = samples;
    this.target = target;
    this.plan = plan;
  }

  /**
   * Whether a plan may be carried out without looking at values: it has operations alone that ask
   * no more than where atoms are, and no keys, which the code would have to give again.
   */
  static boolean suits(Plan plan, Shape stored, Target target) {
    return plan instanceof Ready ready
        && stored.fanOuts().isEmpty()
        && target.shape().fanOuts().isEmpty()
        && ready.moves().stream()
            .allMatch(
                move ->
                    !TaskflowPolicy.isOurs(move)
                        && move.operations().stream().allMatch(SetProofs::isBlind));
  }

  /** A map is none, but matters only where there is something to be mapped, and that is seen. */
  private static boolean isBlind(Operation operation) {
    return operation instanceof Rename
        || operation instanceof Drop
        || operation instanceof Add
        || operation instanceof ChangeVersion
        || operation instanceof Reset
        || operation instanceof RenameSlot
        || operation instanceof Split;
  }

  @Override
  public Optional<SetRecipe> of(Situation situation) {
    return Optional.ofNullable(proof(situation).recipe);
  }

  /** What was found for flows in a situation of which there is a recipe. */
  List<Finding> findings(Situation situation) {
    return proof(situation).findings;
  }

  private Proof proof(Situation situation) {
    return known.computeIfAbsent(situation, this::prove);
  }

  private Proof prove(Situation situation) {
    boolean hasPast =
        situation.atoms().entrySet().stream()
            .anyMatch(atom -> atom.getValue().attempts() > 0 || !atom.getKey().key().isEmpty());
    FlowRecord full = hasPast ? null : samples.full(situation);
    FlowRecord bare = hasPast ? null : samples.bare(situation);
    if (full == null || bare == null) {
      return Proof.NONE; // histories name atoms, items have keys, and what is damaged has no shape
    }
    Examination examined = Examination.of(full, target, plan, Values.ASSUMED);
    Examination again = Examination.of(bare, target, plan, Values.ASSUMED);
    boolean isReady = examined.verdict() == Verdict.PENDING && again.verdict() == Verdict.PENDING;
    if (!isReady || !examined.findings().equals(again.findings())) {
      return Proof.NONE;
    }
    SetRecipe recipe = recipe(full, examined);
    return recipe != null && makes(recipe, full, examined) && makes(recipe, bare, again)
        ? new Proof(recipe, examined.findings())
        : Proof.NONE;
  }

  private @Nullable SetRecipe recipe(FlowRecord stored, Examination examined) {
    RowChanges changes = RowChanges.between(stored.touched(), rewritten(examined).rows());
    List<SetRecipe.Change> ordered = changes.inOrder();
    return ordered == null
        ? null
        : new SetRecipe(
            ordered,
            changes.added(),
            plan.moves().stream().map(move -> move.by().name()).toList(),
            Payload.of(MovesJson.write(plan.moves(), examined.findings())));
  }

  private static boolean makes(SetRecipe recipe, FlowRecord stored, Examination examined) {
    Rewritten rewritten = rewritten(examined);
    return !rewritten.inputs().isChanged()
        && !rewritten.meta().isChanged()
        && recipe.apply(stored.touched()).equals(rewritten.rows());
  }

  private static Rewritten rewritten(Examination examined) {
    return Objects.requireNonNull(examined.rewritten(), "no rows");
  }
}
