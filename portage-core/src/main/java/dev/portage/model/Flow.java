package dev.portage.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and subflows in a pattern. Immutable; mistakes in it are reported when it is compiled, all
 * at once.
 */
public final class Flow implements Part {
  /**
   * An explicit order between two parts of one graph flow.
   *
   * @param from the name of the part that runs first
   * @param to the name of the part that runs later
   * @param decider whether it runs at all; null for always
   */
  public record Link(String from, String to, @Nullable Decider decider) {}

  private final String name;
  private final Pattern pattern;
  private final List<Part> parts;
  private final List<Link> links;
  private final @Nullable Retry retry;
  private final @Nullable String target;

  private Flow(Builder builder) {
    this.name = builder.name;
    this.pattern = builder.pattern;
    Set<String> dropped = builder.dropped();
    this.parts = builder.parts.stream().filter(part -> !dropped.contains(part.name())).toList();
    this.links =
        builder.links.stream()
            .filter(link -> !dropped.contains(link.from()) && !dropped.contains(link.to()))
            .toList();
    this.retry = builder.retry;
    this.target = builder.target;
  }

  /** Parts that run one after the other. */
  public static Builder linear(String name) {
    return new Builder(name, Pattern.LINEAR);
  }

  /** Parts that run in any order. */
  public static Builder unordered(String name) {
    return new Builder(name, Pattern.UNORDERED);
  }

  /** Parts that run when what they require is there. */
  public static Builder graph(String name) {
    return new Builder(name, Pattern.GRAPH);
  }

  @Override
  public String name() {
    return name;
  }

  /** How the parts relate. */
  public Pattern pattern() {
    return pattern;
  }

  /** Tasks and subflows in the order in which they were added; may be empty. */
  public List<Part> parts() {
    return parts;
  }

  /** Takes every task, those of subflows included, in declared order. */
  public void forEachTask(Consumer<? super Task> action) {
    for (Part part : parts) {
      if (part instanceof Task task) {
        action.accept(task);
      } else if (part instanceof Flow subflow) {
        subflow.forEachTask(action);
      }
    }
  }

  /** What decides whether the flow is tried again; null if nothing does. */
  public @Nullable Retry retry() {
    return retry;
  }

  /** The explicit links of a graph flow; empty for the other patterns. */
  public List<Link> links() {
    return links;
  }

  /** The part of a graph flow for whose sake the others are there; null if all count. */
  public @Nullable String target() {
    return target;
  }

  @Override
  public String toString() {
    return name + parts;
  }

  /** Collects the parts of a flow. Not safe for use by several threads. */
  public static final class Builder {
    private final String name;
    private final Pattern pattern;
    private final List<Part> parts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable Retry retry;
    private @Nullable String target;

    private Builder(String name, Pattern pattern) {
      this.name = Objects.requireNonNull(name, "name");
      this.pattern = pattern;
    }

    /** Adds a task or a subflow. */
    public Builder add(Part part) {
      parts.add(Objects.requireNonNull(part, "part"));
      return this;
    }

    /** Adds a task that is written as a class. */
    public Builder add(TaskBody body) {
      return add(Task.of(body));
    }

    /** Sets what decides whether the flow is tried again, in place of an earlier one. */
    public Builder retry(Retry one) {
      retry = Objects.requireNonNull(one, "retry");
      return this;
    }

    /** Says that one part of this graph flow runs before another, whatever their slots. */
    public Builder link(String from, String to) {
      links.add(new Link(from, to, null));
      return this;
    }

    /**
     * Says that one part of this graph flow runs before another, and asks the decider whether that
     * other runs at all. The decider is not asked if the first part is an atom that was left out.
     */
    public Builder link(String from, String to, Decider decider) {
      links.add(new Link(from, to, Objects.requireNonNull(decider, "decider")));
      return this;
    }

    /**
     * Leaves out of this graph flow whatever one of its parts can do without: it keeps that part,
     * those that provide slots which it reads, those that links put before it, and what these need.
     *
     * @param part a task or a subflow of this flow, added before or after this call
     */
    public Builder target(String part) {
      target = Objects.requireNonNull(part, "part");
      return this;
    }

    private Set<String> dropped() {
      Set<String> names = parts.stream().map(Part::name).collect(Collectors.toSet());
      if (pattern != Pattern.GRAPH || target == null || !names.contains(target)) {
        return Set.of(); // perhaps a mistake, which the compiler reports
      }
      names.removeAll(Prerequisites.of(target, parts, links));
      return names;
    }

    /** The flow with the parts added so far. */
    public Flow build() {
      return new Flow(this);
    }
  }
}
