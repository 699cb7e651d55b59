package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the writer for many jobs. Changes of different flows share statements; those
 * of one flow are made in the order in which they were asked for.
 */
final class Round {
  private final Handle handle;
  private final FlowExchange exchange;
  private final Map<FlowId, Job.Write> together = new LinkedHashMap<>();
  private final List<Runnable> results = new ArrayList<>();
  private final List<Job> aside = new ArrayList<>();
  private final Set<FlowId> touched = new HashSet<>();
  private final Set<@Nullable FlowId> others = new HashSet<>();

  Round(Handle handle, FlowExchange exchange) {
    this.handle = handle;
    this.exchange = exchange;
  }

  /** Does all of them; those that have to be done alone are {@link #aside}. */
  void perform(List<Job> jobs) {
    for (Job job : jobs) {
      if (job.flow() == null || together.containsKey(job.flow())) {
        write();
      }
      if (job instanceof Job.Write write) {
        together.put(write.flow(), write);
      } else {
        results.add(((Job.Other<?>) job).among(handle));
        touch(job.flow());
        others.add(job.flow());
      }
    }
    write();
  }

  private void write() {
    if (together.isEmpty()) {
      return;
    }
    List<Job.Write> jobs = List.copyOf(together.values());
    together.clear();
    List<FlowExchange.Answer> answers =
        exchange.write(handle, jobs.stream().map(Job.Write::write).toList(), touched);
    for (int i = 0; i < jobs.size(); i++) {
      take(jobs.get(i), answers.get(i));
    }
  }

  private void take(Job.Write job, FlowExchange.Answer answer) {
    FlowHeader header = answer.header();
    if (header != null) {
      results.add(
          () -> {
            if (!others.contains(header.id())) {
              exchange.known().put(header);
            }
            job.waiter().succeed(header);
          });
    } else if (answer.refused() != null) {
      RuntimeException refused = Objects.requireNonNull(answer.refused());
      results.add(() -> job.fail(refused));
    } else {
      aside.add(job);
    }
    touch(job.flow());
  }

  /** What was known about a flow may be out of date; a write of it puts it right in the end. */
  private void touch(@Nullable FlowId flow) {
    exchange.known().forget(flow);
    if (flow != null) {
      touched.add(flow);
    }
  }

  /** Tells those that wait; to be called once all is committed. */
  void tell() {
    results.forEach(Runnable::run);
  }

  /** What is still to be done, each in a transaction of its own. */
  List<Job> aside() {
    return aside;
  }
}
