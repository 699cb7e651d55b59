package dev.portage.migration.history;

import dev.portage.migration.Operation;
import dev.portage.migration.StepDraft;
import dev.portage.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepDraftAccuracyTest {
  @Test
  void explore() {
    int judged = 0, found = 0, wrong = 0, asked = 0, first = 0, dropped = 0, questions = 0;
    List<String> wrongs = new ArrayList<>();
    List<String> misses = new ArrayList<>();
    for (RealChange change : RealChange.all()) {
      Shape old = Shape.of(new Stubs(change).old());
      Shape now = Shape.of(new Stubs(change).now());
      StepDraft draft = StepDraft.between(old, now);
      Map<String, String> renames = new LinkedHashMap<>();
      Map<String, StepDraft.Question> open = new LinkedHashMap<>();
      draft.questions().forEach(q -> open.put(q.gone(), q));
      questions += draft.questions().size();
      for (Operation op : draft.operations()) {
        if (op.word().equals("rename")) {
          renames.put(op.sources().iterator().next(), op.creates().iterator().next());
        }
      }
      judged += change.renames().size();
      for (Map.Entry<String, String> e : renames.entrySet()) {
        if (e.getValue().equals(change.renames().get(e.getKey()))) {
          found++;
        } else {
          wrong++;
          wrongs.add(change.number() + " " + e + " judged " + change.renames().get(e.getKey()));
        }
      }
      for (Map.Entry<String, String> e : change.renames().entrySet()) {
        if (!renames.containsKey(e.getKey())) {
          StepDraft.Question q = open.get(e.getKey());
          if (q == null) {
            dropped++;
            misses.add(change.number() + " DROPPED " + e);
          } else {
            asked++;
            if (q.candidates().get(0).fresh().get(0).equals(e.getValue())) first++;
            else misses.add(change.number() + " not first " + e + " " + q.candidates());
          }
        }
      }
    }
    System.out.println("judged " + judged + " found " + found + " wrong " + wrong + " asked " + asked + " first " + first + " dropped " + dropped + " questions " + questions);
    wrongs.forEach(System.out::println);
    misses.stream().limit(30).forEach(System.out::println);
  }
}
