package dev.portage.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which flows are meant, and how many of them. Ordered by id.
 *
 * @param flow only flows of this name; null for all
 * @param fingerprint only flows whose fingerprint begins with this; null for all
 * @param scope finished ones or not
 * @param claimableAt only flows without a live lease at that moment; null for all
 * @param ids only these; empty for all
 * @param except no flows of these lines, whatever they count
 * @param page where to begin and how many
 */
public record FlowQuery(
    @Nullable String flow,
    @Nullable String fingerprint,
    Scope scope,
    @Nullable Instant claimableAt,
    List<FlowId> ids,
    List<CensusLine> except,
    Page page) {
  /** Copies the lists. */
  public FlowQuery {
    ids = List.copyOf(ids);
    except = List.copyOf(except);
  }

  /** Finished flows or not. */
  public enum Scope {
    UNFINISHED,
    FINISHED,
    ALL
  }

  /**
   * Where to begin and how many.
   *
   * @param after only ids greater than this; null to begin with the first
   * @param limit at most this many
   */
  public record Page(@Nullable FlowId after, int limit) {}

  /** Whether it means that flow; the page does not matter. */
  public boolean matches(FlowHeader header) {
    return WriteRules.matches(this, header);
  }

  /** Every flow, a thousand at a time. */
  public static FlowQuery all() {
    return new FlowQuery(null, null, Scope.ALL, null, List.of(), List.of(), new Page(null, 1000));
  }

  /** Every unfinished flow, a thousand at a time. */
  public static FlowQuery unfinished() {
    return all().in(Scope.UNFINISHED);
  }

  /** A copy for flows of one name. */
  public FlowQuery of(@Nullable String name) {
    return new FlowQuery(name, fingerprint, scope, claimableAt, ids, except, page);
  }

  /** A copy for flows whose fingerprint begins so. */
  public FlowQuery shaped(@Nullable String prefix) {
    return new FlowQuery(flow, prefix, scope, claimableAt, ids, except, page);
  }

  /** A copy with another scope. */
  public FlowQuery in(Scope other) {
    return new FlowQuery(flow, fingerprint, other, claimableAt, ids, except, page);
  }

  /** A copy for flows that nobody drives at that moment. */
  public FlowQuery claimable(Instant at) {
    return new FlowQuery(flow, fingerprint, scope, at, ids, except, page);
  }

  /** A copy for these flows only. */
  public FlowQuery only(List<FlowId> some) {
    return new FlowQuery(flow, fingerprint, scope, claimableAt, some, except, page);
  }

  /** A copy without the flows of these lines. */
  public FlowQuery except(List<CensusLine> lines) {
    return new FlowQuery(flow, fingerprint, scope, claimableAt, ids, lines, page);
  }

  /** A copy that goes on after an id. */
  public FlowQuery after(@Nullable FlowId last) {
    return new FlowQuery(
        flow, fingerprint, scope, claimableAt, ids, except, new Page(last, page.limit()));
  }

  /** A copy with another limit. */
  public FlowQuery limit(int most) {
    return new FlowQuery(
        flow, fingerprint, scope, claimableAt, ids, except, new Page(page.after(), most));
  }
}
