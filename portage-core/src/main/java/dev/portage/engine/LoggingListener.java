package dev.portage.engine;

import dev.portage.model.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes transitions to the log: flows at INFO, atoms at DEBUG, failures at WARN with their text.
 * Values of users never stand in it, unless an exception of theirs has them in its message.
 * Thread-safe.
 */
public final class LoggingListener implements FlowListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.portage.flows");

  @Override
  public void onAtom(AtomTransition transition) {
    Failure failure = transition.failure();
    if (failure != null) {
      LOG.warn(
          "{} {}: {} {} > {} in attempt {}: {}",
          transition.flow().flow(),
          transition.flow().id(),
          transition.atom(),
          transition.from(),
          transition.to(),
          transition.attempt(),
          failure.summary());
    } else {
      LOG.debug(
          "{} {}: {} {} > {}",
          transition.flow().flow(),
          transition.flow().id(),
          transition.atom(),
          transition.from(),
          transition.to());
    }
  }

  @Override
  public void onFlow(FlowTransition transition) {
    LOG.info(
        "{} {}: {} > {} after {} ms",
        transition.flow().flow(),
        transition.flow().id(),
        transition.from(),
        transition.to(),
        transition.took().toMillis());
  }
}
