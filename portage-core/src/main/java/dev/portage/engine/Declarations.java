package dev.portage.engine;

import dev.portage.model.DefinitionException;
import dev.portage.model.FlowException;
import dev.portage.model.Names;
import dev.portage.model.Problem;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the shapes that a catalog has without a stored flow to ask for them. For one use. */
final class Declarations {
  private static final String EXAMPLE = "add an example to the catalog: .example(\"";

  private final List<Declared> found = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** What builds a flow for inputs. */
  interface Building {
    Target target(Payload inputs);
  }

  void add(String flow, Target target) {
    for (Declared other : found) {
      if (other.flow().equals(flow) && other.target().variant().equals(target.variant())) {
        if (!other.target().shape().equals(target.shape())) {
          problems.add(
              new Problem(
                  flow,
                  "two examples have the variant '" + target.variant() + "' and different shapes",
                  "let the catalog's variant tell them apart: .flow(name, variant, factory)"));
        }
        return;
      }
    }
    found.add(new Declared(flow, target));
  }

  /**
   * Adds the shapes of a flow that is built.
   *
   * @param examples what it is submitted with; none if its shape depends on nothing
   */
  void build(String flow, List<Payload> examples, Building building) {
    for (Payload inputs : examples.isEmpty() ? List.of(Payload.EMPTY) : examples) {
      try {
        add(flow, building.target(inputs));
      } catch (FlowException e) {
        problems.add(
            new Problem(
                flow,
                "cannot be built for "
                    + (examples.isEmpty() ? "no inputs" : "an example")
                    + ": "
                    + e.getMessage(),
                examples.isEmpty() ? example(flow) : "mend the example, or the flow"));
      }
    }
  }

  /** Notes that nobody can know how many shapes the flow has. */
  void lacksExamples(String flow) {
    problems.add(new Problem(flow, "has variants, and no example of any of them", example(flow)));
  }

  private static String example(String flow) {
    return EXAMPLE + flow + "\", in -> in.put(..)), one for each variant";
  }

  List<Declared> sorted() {
    if (!problems.isEmpty()) {
      throw new DefinitionException("the catalog, as far as its shapes are concerned,", problems);
    }
    found.sort(
        Comparator.comparing(Declared::flow, Names.BY_UTF8)
            .thenComparing(each -> each.target().variant(), Names.BY_UTF8));
    return List.copyOf(found);
  }
}
