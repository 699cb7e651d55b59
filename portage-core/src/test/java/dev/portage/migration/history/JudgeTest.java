package dev.portage.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.history.Ended.Kind;
import dev.portage.migration.history.RealChange.RealAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That who judges the replays sees what goes wrong, where it does. */
class JudgeTest {
  @Test
  void theHazardsOfTaskFlowAreSeenIfThatIsWhatTheBookDoes() {
    List<String> unseen =
        RealChange.all().parallelStream().flatMap(change -> unseen(change).stream()).toList();
    assertThat(unseen)
        .as("orphans that have no revert, where nothing is owed")
        .hasSize(7)
        .allMatch(each -> each.contains("orphan"));
  }

  private static List<String> unseen(RealChange change) {
    List<String> unseen = new ArrayList<>();
    change
        .cuts()
        .forEach(
            (at, result) -> {
              if (result.startsWith("ok-silent")) {
                Ended was = Ended.ofTaskFlow(result);
                Ended ended = replay(change, at);
                boolean isLackingAValue =
                    ended.kind() == Kind.REFUSED && was.what().contains("wrong-value");
                if (!ended.what().equals(was.what()) && !isLackingAValue) {
                  unseen.add(change.number() + "@" + at + " " + was + " -> " + ended);
                }
              }
            });
    return unseen;
  }

  private static Ended replay(RealChange change, int at) {
    try {
      Cut cut = Cut.of(change, at);
      Stubs stubs = new Stubs(change);
      return Ended.of(cut, stubs, cut.resume(stubs, likeTaskFlow(change)), atom -> false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is gone is forgotten, what is new runs as if nothing had happened. */
  private static Migrations likeTaskFlow(RealChange change) {
    Set<String> now = change.now().stream().map(RealAtom::name).collect(Collectors.toSet());
    List<String> gone =
        change.old().stream().map(RealAtom::name).filter(name -> !now.contains(name)).toList();
    return Migrations.of(
        Stubs.FLOW,
        book -> {
          if (!gone.isEmpty()) {
            book.step(
                "as-taskflow",
                step -> {
                  gone.forEach(name -> step.drop(name, OnDone.FORGET));
                  step.allow("RERUN01", "as TaskFlow does");
                });
          }
          change.now().forEach(atom -> book.late(atom.name()));
        });
  }
}
