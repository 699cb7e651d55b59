package dev.portage.engine;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, whatever they do. */
record Listeners(List<FlowListener> all) {
  private static final Logger LOG = LoggerFactory.getLogger(FlowListener.class);

  boolean areThere() {
    return !all.isEmpty();
  }

  void tell(List<Consumer<FlowListener>> news) {
    for (Consumer<FlowListener> event : news) {
      for (FlowListener listener : all) {
        tell(listener, event);
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // user code is isolated, whatever it throws
  private static void tell(FlowListener listener, Consumer<FlowListener> event) {
    try {
      event.accept(listener);
    } catch (Throwable thrown) {
      LOG.warn(
          "the flow listener {} failed; the flow goes on", listener.getClass().getName(), thrown);
    }
  }
}
