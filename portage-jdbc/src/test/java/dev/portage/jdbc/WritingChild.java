package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.testkit.OpenedStore;

/** A process that writes until it is killed, and says of each write when it was answered. */
final class WritingChild {
  private static final int THREADS = 4;

  private WritingChild() {}

  /** Takes the URL of the store and a prefix for its flows. */
  public static void main(String[] arguments) throws InterruptedException {
    FlowStore store = FlowStores.open(arguments[0]);
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      String id = arguments[1] + "-" + i;
      threads[i] = new Thread(() -> write(store, id));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void write(FlowStore store, String id) {
    FlowHeader header = say(OpenedStore.commit(store, creation(id)));
    while (header.revision() < 100_000) {
      String json = "{\"n\":" + (header.revision() + 1) + "}";
      header =
          say(
              OpenedStore.commit(
                  store,
                  change(header, FlowState.RUNNING, done("a", json, "n"), done("b", json, "n"))));
    }
  }

  private static FlowHeader say(FlowHeader header) {
    synchronized (System.out) {
      System.out.println("wrote " + header.id() + " " + header.revision() + " .");
      System.out.flush();
    }
    return header;
  }
}
