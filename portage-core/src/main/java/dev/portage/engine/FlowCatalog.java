package dev.portage.engine;

import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowException;
import dev.portage.model.Inputs;
import dev.portage.model.Names;
import dev.portage.model.Problem;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.FlowHeader;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The flows that this code can build, by name. Never changes; thread-safe. */
public final class FlowCatalog {
  /** How a flow is built; null stands for a flow that has one shape. */
  private record Entry(@Nullable Function<Inputs, String> variants, FlowFactory factory) {
    String variant(Inputs inputs) {
      return variants == null ? "" : variants.apply(inputs);
    }
  }

  private final Map<String, Entry> entries;

  /** Flows of which only the shapes are known: by name, then by variant. */
  private final Map<String, Map<String, Target>> shapes;

  /** By flow what it may be submitted with. */
  private final Map<String, List<Payload>> examples;

  private final KnownShapes known = new KnownShapes();

  private FlowCatalog(Builder builder) {
    this.entries = Map.copyOf(builder.entries);
    this.shapes = Map.copyOf(builder.shapes);
    this.examples = Map.copyOf(builder.examples);
  }

  /** Starts a catalog. */
  public static Builder builder() {
    return new Builder();
  }

  /** A catalog of one flow without variants. */
  public static FlowCatalog of(String flow, FlowFactory factory) {
    return builder().flow(flow, factory).build();
  }

  /** The names of the flows, sorted. */
  public SortedSet<String> flows() {
    return ShapeAtom.slotSet(
        Stream.concat(entries.keySet().stream(), shapes.keySet().stream()).toList());
  }

  /** Whether the catalog has a flow of that name. */
  public boolean has(String flow) {
    return entries.containsKey(flow) || shapes.containsKey(flow);
  }

  /**
   * What a stored flow should be: built for its inputs, or the shape that is known for its variant.
   *
   * @param stored which flow it is
   * @param inputs a JSON object from slot name to value
   * @return empty if the catalog has no such flow
   * @throws FlowException as {@link #target(String, Payload)} does, or if the variant is not known
   */
  public Optional<Target> target(FlowHeader.Key stored, Payload inputs) {
    Map<String, Target> variants = shapes.get(stored.flow());
    if (variants == null) {
      return target(stored.flow(), inputs);
    }
    Target target = variants.get(stored.variant());
    if (target == null) {
      throw new FlowException(
          "of flow '"
              + stored.flow()
              + "' no shape is given for the variant '"
              + stored.variant()
              + "', only for "
              + ShapeAtom.slotSet(variants.keySet()));
    }
    return Optional.of(target);
  }

  /**
   * Builds the flow for the inputs of a stored flow and checks it. That inputs are missing is not a
   * mistake here: it matters only if a task that will still run needs them, which admission judges.
   *
   * @param flow a name of the catalog
   * @param inputs a JSON object from slot name to value
   * @return empty if the catalog has no such flow
   * @throws DefinitionException with every mistake of the flow
   * @throws FlowException if the factory fails for these inputs
   */
  public Optional<Target> target(String flow, Payload inputs) {
    Entry entry = entries.get(flow);
    if (entry == null) {
      return Optional.empty();
    }
    JsonInputs values = JsonInputs.of("flow '" + flow + "'", inputs);
    return Optional.of(checked(flow, build(flow, entry, values), List.of()));
  }

  /**
   * What every stored flow of that name and variant should be, if that does not depend on what it
   * was submitted with.
   *
   * @return empty if the inputs may matter, as the factory or the variant asks for them, or if the
   *     flow cannot be built
   */
  public Optional<Target> target(String flow, String variant) {
    Map<String, Target> variants = shapes.get(flow);
    if (variants != null) {
      return Optional.ofNullable(variants.get(variant));
    }
    Entry entry = entries.get(flow);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(checked(flow, build(flow, entry, new NoInputs()), List.of()));
    } catch (FlowException e) {
      return Optional.empty();
    }
  }

  /**
   * Every shape that this code has, sorted by flow and variant: of each flow those of its examples;
   * without any, that of no inputs.
   *
   * @throws DefinitionException with every flow whose shapes cannot be known without an example
   */
  public List<Declared> declared() {
    Declarations all = new Declarations();
    shapes.forEach((flow, some) -> some.values().forEach(target -> all.add(flow, target)));
    entries.forEach(
        (flow, entry) -> {
          List<Payload> inputs = examples.getOrDefault(flow, List.of());
          if (inputs.isEmpty() && entry.variants != null) {
            all.lacksExamples(flow);
            return;
          }
          all.build(flow, inputs, each -> target(flow, each).orElseThrow());
        });
    return all.sorted();
  }

  /** The same for a flow that is to be submitted: inputs that are missing are mistakes too. */
  Optional<Target> newborn(String flow, Payload inputs) {
    Entry entry = entries.get(flow);
    if (entry == null) {
      return Optional.empty();
    }
    JsonInputs values = JsonInputs.of("flow '" + flow + "'", inputs);
    Built built = build(flow, entry, values);
    Target target = built.target;
    List<Problem> problems = InputChecks.of(target.shape(), target.wiring(), values.tree());
    problems.addAll(FirstKeys.of(target, values.tree()).problems());
    return Optional.of(checked(flow, built, problems));
  }

  private record Built(Target target, List<Problem> problems) {}

  private Built build(String flow, Entry entry, Inputs inputs) {
    try {
      Flow built = Objects.requireNonNull(entry.factory.create(inputs), "it gave null");
      String variant = entry.variant(inputs);
      KnownShapes.Wired wired = known.of(flow, variant, built);
      return new Built(new Target(variant, built, wired.shape(), wired.wiring()), wired.problems());
    } catch (FlowException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new FlowException("the factory of flow '" + flow + "' failed for its inputs: " + e, e);
    }
  }

  private static Target checked(String flow, Built built, List<Problem> inputProblems) {
    if (!built.problems.isEmpty() || !inputProblems.isEmpty()) {
      List<Problem> problems = new ArrayList<>(built.problems);
      problems.addAll(inputProblems);
      throw new DefinitionException("flow '" + flow + "'", problems);
    }
    return built.target;
  }

  /** Collects flows. Not safe for use by several threads. */
  public static final class Builder {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Map<String, Target>> shapes = new LinkedHashMap<>();
    private final Map<String, List<Payload>> examples = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Builder() {}

    /** Adds a flow that has one shape for all inputs. */
    public Builder flow(String name, FlowFactory factory) {
      return add(name, new Entry(null, factory));
    }

    /**
     * Adds a flow whose optional parts depend on the inputs.
     *
     * @param variant says which of its shapes the inputs ask for, in a short text
     */
    public Builder flow(String name, Function<Inputs, String> variant, FlowFactory factory) {
      return add(name, new Entry(variant, factory));
    }

    private Builder add(String name, Entry entry) {
      Names.objectionTo(name)
          .ifPresent(why -> problems.add(new Problem(name, why, "rename the flow")));
      if (entries.put(name, entry) != null) {
        problems.add(new Problem(name, "two flows have this name", "rename one"));
      }
      return this;
    }

    /**
     * Adds inputs that a flow may be submitted with, of which those that decide its shape are
     * enough. A flow with variants has an example of each, so that its shapes are known where no
     * flow is stored, as when they are recorded at a release.
     */
    public Builder example(String flow, Consumer<InputValues> inputs) {
      examples.computeIfAbsent(flow, name -> new ArrayList<>()).add(Submission.payload(inputs));
      return this;
    }

    /**
     * Adds a flow of which only the shape is known: stored flows can be planned and migrated to it,
     * not run.
     *
     * @param variant of which stored flows it is the target; empty if the flow has one shape
     */
    public Builder shape(String name, String variant, Shape shape) {
      Target target = Target.ofShape(variant, shape);
      problems.addAll(target.wiring().problems());
      Map<String, Target> variants = shapes.computeIfAbsent(name, flow -> new LinkedHashMap<>());
      if (variants.put(variant, target) != null || entries.containsKey(name)) {
        problems.add(
            new Problem(
                name + (variant.isEmpty() ? "" : " (" + variant + ")"),
                "this flow is given twice",
                "keep one, or name their variants"));
      }
      return this;
    }

    /** Adds every flow of another catalog. */
    public Builder addAll(FlowCatalog other) {
      other.entries.forEach(this::add);
      other.shapes.forEach(
          (name, variants) ->
              variants.forEach((variant, target) -> shape(name, variant, target.shape())));
      other.examples.forEach(
          (name, some) -> examples.computeIfAbsent(name, flow -> new ArrayList<>()).addAll(some));
      return this;
    }

    /**
     * The catalog.
     *
     * @throws DefinitionException with every name that is wrong or used twice, or of which there is
     *     only an example
     */
    public FlowCatalog build() {
      for (String flow : examples.keySet()) {
        if (!entries.containsKey(flow) && !shapes.containsKey(flow)) {
          problems.add(
              new Problem(
                  flow,
                  "has an example, and the catalog has no such flow",
                  "let .example(..) and .flow(..) say the same name"));
        }
      }
      if (!problems.isEmpty()) {
        throw new DefinitionException("the catalog", problems);
      }
      return new FlowCatalog(this);
    }
  }
}
