package dev.portage.store;

import dev.portage.model.FlowState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which flows are meant, and how many of them. Ordered by id.
 *
 * @param flow only flows of this name; null for all
 * @param fingerprint only flows whose fingerprint begins with this; null for all
 * @param scope finished ones or not
 * @param claimableAt only flows without a live lease at that moment; null for all
 * @param ids only these; empty for all
 * @param except no flows of these lines, whatever they count
 * @param traits what the flows are like beside that
 * @param page where to begin and how many
 */
public record FlowQuery(
    @Nullable String flow,
    @Nullable String fingerprint,
    Scope scope,
    @Nullable Instant claimableAt,
    List<FlowId> ids,
    List<CensusLine> except,
    Traits traits,
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

  /**
   * What flows are like.
   *
   * @param states only flows in one of these; empty for all
   * @param from only flows that began then or later; null for all
   * @param before only flows that began before; null for all. One of which that is not known is
   *     neither before nor after anything
   * @param meta only flows whose metadata is an object in which each of these keys has this text,
   *     or a number or truth value that is written so. No index answers that: stores read the
   *     metadata of every flow that the rest of the query means
   */
  public record Traits(
      Set<FlowState> states,
      @Nullable Instant from,
      @Nullable Instant before,
      Map<String, String> meta) {
    /** Any flow. */
    public static final Traits ANY = new Traits(Set.of(), null, null, Map.of());

    /** Copies the collections. */
    public Traits {
      states = Collections.unmodifiableSet(new TreeSet<>(states));
      meta = Collections.unmodifiableMap(new TreeMap<>(meta));
    }

    /** A copy for flows in one of these states. */
    public Traits in(Set<FlowState> some) {
      return new Traits(some, from, before, meta);
    }

    /** A copy for flows that began in that time; null for no bound. */
    public Traits began(@Nullable Instant first, @Nullable Instant end) {
      return new Traits(states, first, end, meta);
    }

    /** A copy for flows with this metadata. */
    public Traits with(Map<String, String> some) {
      return new Traits(states, from, before, some);
    }

    /** Whether a flow is so. */
    boolean fit(FlowHeader header) {
      return (states.isEmpty() || states.contains(header.state()))
          && beganInTime(header.times().began())
          && describes(header);
    }

    private boolean beganInTime(@Nullable Instant began) {
      return began == null
          ? from == null && before == null
          : (from == null || !began.isBefore(from)) && (before == null || began.isBefore(before));
    }

    /**
     * Whether a flow has this metadata; false if its own cannot be read. The part of a query that a
     * store may leave to this method.
     */
    public boolean describes(FlowHeader header) {
      if (meta.isEmpty()) {
        return true;
      }
      JsonNode own;
      try {
        own = header.meta().tree();
      } catch (PayloadException e) {
        return false;
      }
      return meta.entrySet().stream()
          .allMatch(
              wanted -> {
                JsonNode value = own.path(wanted.getKey());
                return value.isValueNode()
                    && !value.isNull()
                    && value.asString().equals(wanted.getValue());
              });
    }
  }

  /** Whether it means that flow; the page does not matter. */
  public boolean matches(FlowHeader header) {
    return WriteRules.matches(this, header);
  }

  /** Every flow, a thousand at a time. */
  public static FlowQuery all() {
    return new FlowQuery(
        null, null, Scope.ALL, null, List.of(), List.of(), Traits.ANY, new Page(null, 1000));
  }

  /** Every unfinished flow, a thousand at a time. */
  public static FlowQuery unfinished() {
    return all().in(Scope.UNFINISHED);
  }

  /** A copy for flows of one name. */
  public FlowQuery of(@Nullable String name) {
    return new FlowQuery(name, fingerprint, scope, claimableAt, ids, except, traits, page);
  }

  /** A copy for flows whose fingerprint begins so. */
  public FlowQuery shaped(@Nullable String prefix) {
    return new FlowQuery(flow, prefix, scope, claimableAt, ids, except, traits, page);
  }

  /** A copy with another scope. */
  public FlowQuery in(Scope other) {
    return new FlowQuery(flow, fingerprint, other, claimableAt, ids, except, traits, page);
  }

  /** A copy for flows that nobody drives at that moment. */
  public FlowQuery claimable(Instant at) {
    return new FlowQuery(flow, fingerprint, scope, at, ids, except, traits, page);
  }

  /** A copy for these flows only. */
  public FlowQuery only(List<FlowId> some) {
    return new FlowQuery(flow, fingerprint, scope, claimableAt, some, except, traits, page);
  }

  /** A copy without the flows of these lines. */
  public FlowQuery except(List<CensusLine> lines) {
    return new FlowQuery(flow, fingerprint, scope, claimableAt, ids, lines, traits, page);
  }

  /** A copy for flows that are like that. */
  public FlowQuery like(Traits other) {
    return new FlowQuery(flow, fingerprint, scope, claimableAt, ids, except, other, page);
  }

  /** A copy that goes on after an id. */
  public FlowQuery after(@Nullable FlowId last) {
    return on(new Page(last, page.limit()));
  }

  /** A copy with another limit. */
  public FlowQuery limit(int most) {
    return on(new Page(page.after(), most));
  }

  private FlowQuery on(Page other) {
    return new FlowQuery(flow, fingerprint, scope, claimableAt, ids, except, traits, other);
  }
}
