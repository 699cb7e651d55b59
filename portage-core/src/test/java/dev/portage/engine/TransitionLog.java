package dev.portage.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes transitions down, such as {@code task RUNNING a}. */
final class TransitionLog implements FlowListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void onAtom(AtomTransition transition) {
    lines.add("task " + transition.to() + " " + transition.atom());
  }

  @Override
  public void onFlow(FlowTransition transition) {
    lines.add("flow " + transition.to() + " " + transition.flow().flow());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
