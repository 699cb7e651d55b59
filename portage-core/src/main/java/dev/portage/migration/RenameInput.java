package dev.portage.migration;

import java.util.List;
import java.util.Set;

/**
 * An input of the flow has another name; its value stays. Flows without that input are not
 * concerned.
 */
record RenameInput(String from, String to) implements Beside {
  @Override
  public String describe() {
    return "rename input " + from + " -> " + to;
  }

  @Override
  public String line() {
    return Lines.renameInput(from, to);
  }

  @Override
  public String word() {
    return "rename-input";
  }

  @Override
  public String symbol() {
    return "~";
  }

  @Override
  public Set<String> footprint() {
    return Set.copyOf(List.of("input " + from, "input " + to));
  }

  @Override
  public void prepare(FlowValues inputs) {
    if (inputs.has(from) && !inputs.has(to)) {
      inputs.rename(from, to);
    }
  }

  @Override
  public void rewrite(Rewriting work) {
    if (work.inputs().has(from) && work.inputs().has(to)) {
      work.finds(
          FindingCode.DATA05,
          "input " + from,
          "is to be called '" + to + "', and the flow has an input of that name already",
          Remedy.advice("rename the input to a name that no flow has"));
      return;
    }
    prepare(work.inputs());
  }
}
