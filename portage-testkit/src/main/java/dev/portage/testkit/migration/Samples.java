package dev.portage.testkit.migration;

import dev.portage.model.Flow;
import dev.portage.model.Need;
import dev.portage.model.Part;
import dev.portage.model.Product;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowDocument;
import dev.portage.store.Output;
import dev.portage.store.PayloadException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What tasks of a flow store, and what it is submitted with: as the set-up says; else as recorded;
 * else made up by the types that slots have in today's code.
 */
final class Samples {
  private final Map<String, JsonNode> told;
  private final Map<String, JsonNode> recorded = new HashMap<>();
  private final Map<String, Type> types = new HashMap<>();

  Samples(Map<String, JsonNode> told, Flow today, Collection<FlowDocument> fixtures) {
    this.told = told;
    learn(today);
    fixtures.forEach(this::learn);
  }

  private void learn(Flow flow) {
    Retry retry = flow.retry();
    if (retry != null) {
      retry.requires().forEach(slot -> types.putIfAbsent(slot.name(), slot.type()));
      retry.provides().forEach(slot -> types.put(slot.name(), slot.type()));
    }
    for (Part part : flow.parts()) {
      if (part instanceof Flow subflow) {
        learn(subflow);
      } else if (part instanceof Task task) {
        learn(task);
      }
    }
  }

  private void learn(Task task) {
    for (Need need : task.needs()) {
      if (need.isFromFlow()) {
        types.putIfAbsent(need.from(), need.slot().type());
      }
    }
    Need list = task.listNeed();
    if (list != null) {
      types.put(list.from(), list.slot().type());
    }
    for (Product product : task.products()) {
      types.put(product.to(), product.slot().type());
    }
  }

  private void learn(FlowDocument fixture) {
    try {
      JsonNode inputs = fixture.flow().header().inputs().tree();
      inputs.properties().forEach(each -> recorded.putIfAbsent(each.getKey(), each.getValue()));
      for (AtomRecord row : fixture.flow().touched().values()) {
        Output output = row.execution().output();
        if (output != null) {
          String name = row.name().template() + "@" + row.execution().version();
          recorded.putIfAbsent(name, output.value().tree());
        }
      }
    } catch (PayloadException e) {
      return; // a fixture in a codec of others tells nothing
    }
  }

  /** What an atom of a released shape has stored. */
  ObjectNode output(ShapeAtom atom) {
    JsonNode whole = told.getOrDefault(atom.toString(), recorded.get(atom.toString()));
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    for (String slot : atom.provides()) {
      JsonNode value = whole == null ? null : whole.get(slot);
      output.set(slot, value == null ? value(slot) : value);
    }
    return output;
  }

  /** Whether what an atom has stored is told or recorded, not made up. */
  boolean isKnown(ShapeAtom atom) {
    return told.containsKey(atom.toString())
        || recorded.containsKey(atom.toString())
        || told.keySet().containsAll(atom.provides());
  }

  /** What a slot holds. */
  JsonNode value(String slot) {
    JsonNode said = told.getOrDefault(slot, recorded.get(slot));
    Type type = types.get(slot);
    if (said != null) {
      return said;
    }
    return type == null ? JsonNodeFactory.instance.stringNode("sample") : SampleValues.of(type);
  }

  /** What a task of today returns in a slot: of the slot's type, whatever is stored elsewhere. */
  JsonNode returned(Slot<?> slot, String flowName) {
    JsonNode said = told.get(flowName);
    return said == null ? SampleValues.of(slot.type()) : said;
  }
}
