package dev.portage.engine;

import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import dev.portage.model.Transactional;
import dev.portage.store.StoreTransaction;
import dev.portage.store.StoreUnavailableException;

/** Runs bodies that work in a transaction of the store. */
final class Transacted {
  private Transacted() {}

  /** The transaction of one that ends well is still open; else nothing of it is left. */
  static <C> Outcome run(Workshop shop, Assignment assignment, Transactional<C> body) {
    StoreTransaction transaction;
    try {
      transaction = shop.store().begin(body.kind());
    } catch (StoreUnavailableException e) {
      return new Outcome.Lost(e);
    } catch (Throwable e) { // as what a body throws
      return assignment.failed(shop.runner(), e);
    }
    Outcome how = run(shop.runner(), assignment, body, transaction.connection(body.kind()));
    transaction.seal();
    Throwable thrown = how.thrown();
    if (thrown == null) {
      return new Outcome.Uncommitted(how, transaction);
    }
    boolean isLost = transaction.isLost();
    transaction.close();
    return isLost ? new Outcome.Lost(lost(assignment, thrown)) : how;
  }

  private static StoreUnavailableException lost(Assignment assignment, Throwable thrown) {
    TaskContext context = assignment.in().context();
    return new StoreUnavailableException(
        "the transaction of task '"
            + context.task()
            + "' of flow '"
            + context.flowId()
            + "' was lost while its body ran; nothing of it was written\n  cause: "
            + thrown.getClass().getName(),
        thrown);
  }

  private static <C> Outcome run(
      AtomRunner runner, Assignment assignment, Transactional<C> body, C connection) {
    Task task = assignment.task();
    StoredArguments in = assignment.in();
    if (body instanceof Transactional.Revert<C> revert) {
      return runner.revert(task, given -> revert.undo().revert(given, connection), in);
    }
    Transactional.Execute<C> execute = (Transactional.Execute<C>) body;
    return runner.execute(task, given -> execute.work().execute(given, connection), in);
  }
}
