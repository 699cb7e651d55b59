package dev.portage.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
   */
  public record Link(String from, String to) {}

  private final String name;
  private final Pattern pattern;
  private final List<Part> parts;
  private final List<Link> links;
  private final @Nullable Retry retry;

  private Flow(Builder builder) {
    this.name = builder.name;
    this.pattern = builder.pattern;
    this.parts = List.copyOf(builder.parts);
    this.links = List.copyOf(builder.links);
    this.retry = builder.retry;
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

  /** What decides whether the flow is tried again; null if nothing does. */
  public @Nullable Retry retry() {
    return retry;
  }

  /** The explicit links of a graph flow; empty for the other patterns. */
  public List<Link> links() {
    return links;
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
      links.add(new Link(from, to));
      return this;
    }

    /** The flow with the parts added so far. */
    public Flow build() {
      return new Flow(this);
    }
  }
}
