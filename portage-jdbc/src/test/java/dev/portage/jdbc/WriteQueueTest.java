package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WriteQueueTest {
  private final WriteQueue<String> queue = new WriteQueue<>(2);
  private final AtomicReference<Boolean> added = new AtomicReference<>();

  private Thread adding(String item) {
    Thread thread =
        new Thread(
            () -> {
              try {
                added.set(queue.add(item));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private void fill() throws InterruptedException {
    assertThat(queue.add("a")).isTrue();
    assertThat(queue.add("b")).isTrue();
  }

  @Test
  void allThatIsThereIsTakenInOrder() throws InterruptedException {
    fill();
    assertThat(queue.take()).containsExactly("a", "b");
  }

  @Test
  void whoAddsToAFullQueueWaitsForRoom() throws InterruptedException {
    fill();
    Thread third = adding("c");
    await().until(() -> third.getState() == Thread.State.WAITING);
    assertThat(added).hasNullValue();

    assertThat(queue.take()).containsExactly("a", "b");

    third.join();
    assertThat(added).hasValue(true);
    assertThat(queue.take()).containsExactly("c");
  }

  @Test
  void closingLetsTheRestBeTakenAndAddsNothing() throws InterruptedException {
    fill();
    Thread third = adding("c");
    await().until(() -> third.getState() == Thread.State.WAITING);

    queue.close();

    third.join();
    assertThat(added).hasValue(false);
    assertThat(queue.add("d")).isFalse();
    assertThat(List.of(queue.take(), queue.take())).containsExactly(List.of("a", "b"), List.of());
  }

  @Test
  void whoWaitsForRoomCanBeInterrupted() throws InterruptedException {
    fill();
    Thread third = adding("c");
    await().until(() -> third.getState() == Thread.State.WAITING);

    third.interrupt();

    third.join();
    assertThat(added).hasNullValue();
    assertThat(queue.take()).containsExactly("a", "b");
  }
}
