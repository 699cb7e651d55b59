package dev.portage.store;

import dev.portage.shape.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of flows of one shape that are to be carried over within the database, without any of
 * their values leaving it.
 *
 * @param page which flows are meant, how many of them at most, and behind which id
 * @param line their shape; flows of others are left alone
 * @param to what they become
 * @param made for their journals
 * @param claim taken in the same write; of a flow whose lease is live nothing is changed
 * @param recipes what is done to flows, by where they are
 */
public record SetExchange(
    FlowQuery page,
    CensusLine line,
    To to,
    JournalEntry.Made made,
    LeaseChange.Claim claim,
    Recipes recipes) {
  /**
   * What flows become.
   *
   * @param shape stored if the store does not have it yet
   * @param stamp the steps that they have been through then
   * @param inputs a flow that has none of one of these names is left alone
   */
  public record To(Shape shape, Stamp stamp, Set<String> inputs) {
    /** Copies the names. */
    public To {
      inputs = Set.copyOf(inputs);
    }
  }

  /** Says what is done to flows. */
  public interface Recipes {
    /** Empty if flows in that situation have to be looked at one by one. */
    Optional<SetRecipe> of(Situation situation);
  }

  /**
   * A flow that was carried over.
   *
   * @param revision the one that this made
   * @param situation where it was
   */
  public record Carried(FlowId id, long revision, Situation situation) {}

  /**
   * What came of a page. Flows that are not named are as they were: somebody drives them, or they
   * have to be looked at one by one.
   *
   * @param carried those that were carried over, all at once
   * @param last the last flow that was looked at; null if there was none, and so the end is reached
   */
  public record Done(List<Carried> carried, @Nullable FlowId last) {
    /** Copies the list. */
    public Done {
      carried = List.copyOf(carried);
    }
  }
}
