package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine that looks for work does not even fetch. */
@Timeout(60)
final class ClaimsTest {
  private final MemoryFlowStore store = new MemoryFlowStore();
  private final Set<String> asked = new TreeSet<>();
  private final List<String> born = new ArrayList<>();

  private static FlowFactory flow(String task) {
    return in -> Flow.linear("f").add(Task.named(task).run(args -> {})).build();
  }

  private void enqueue(String flow, String id) {
    FlowCatalog catalog = FlowCatalog.builder().flow("f", flow("a")).flow("g", flow("a")).build();
    try (Engine engine = Engine.open(store, catalog, EngineOptions.defaults())) {
      engine.enqueue(flow, FlowId.of(id), in -> {});
    }
  }

  /** Leaves flows of the name g to others, and notes what it is asked. */
  private final class Choosy implements Admission {
    @Override
    public Admitted admit(FlowRecord stored, Target target) {
      asked.add(stored.id().text());
      return Admission.exact().admit(stored, target);
    }

    @Override
    public List<Left> leaves(List<CensusLine> lines) {
      return lines.stream()
          .filter(line -> line.flow().equals("g"))
          .map(line -> new Left(line, "they are for others"))
          .toList();
    }

    @Override
    public void bears(FlowHeader.Key key, Target target) {
      assertThat(store.load(key.id())).as("told before the flow is stored").isEmpty();
      born.add(key.id().text());
    }
  }

  private ResumeReport resumeAll(Engine engine) throws InterruptedException {
    ResumeReport report = engine.resumeAll();
    assertThat(report.awaitAll(Duration.ofSeconds(20))).isPresent();
    return report;
  }

  @Test
  void flowsThatAreForOthersAreNotFetched() throws InterruptedException {
    enqueue("f", "1");
    enqueue("g", "2");
    enqueue("g", "3");
    FlowCatalog catalog = FlowCatalog.builder().flow("f", flow("a")).flow("g", flow("b")).build();
    EngineOptions options = EngineOptions.defaults().withAdmission(new Choosy());
    try (Engine engine = Engine.open(store, catalog, options)) {
      ResumeReport report = resumeAll(engine);
      assertThat(asked).containsExactly("1");
      assertThat(report.refused()).isEmpty();
      assertThat(report.left())
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.line().unfinished()).isEqualTo(2);
                assertThat(left.why()).isEqualTo("they are for others");
              });
    }
  }

  @Test
  void flowsOfANameThatTheCatalogDoesNotHaveAreFetchedOnce() throws InterruptedException {
    enqueue("g", "1");
    enqueue("f", "2");
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", flow("a")), EngineOptions.defaults())) {
      assertThat(resumeAll(engine).refused()).containsOnlyKeys(FlowId.of("1"));
      ResumeReport again = resumeAll(engine);
      assertThat(again.refused()).isEmpty();
      assertThat(again.left()).hasSize(1);
      enqueue("f", "3");
      assertThat(resumeAll(engine).resumed()).hasSize(1);
    }
  }

  @Test
  void aShapeOfWhichOneFlowIsUnderstoodIsFetchedAgain() throws InterruptedException {
    enqueue("f", "1");
    enqueue("f", "2");
    Admission moody =
        (stored, target) -> {
          asked.add(stored.id().text());
          throw new FlowRefusedException(
              stored.id(),
              stored.id().text().equals("1")
                  ? FlowRefusedException.Reason.SHAPE
                  : FlowRefusedException.Reason.FLOW,
              "no");
        };
    EngineOptions options = EngineOptions.defaults().withAdmission(moody);
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", flow("a")), options)) {
      assertThat(resumeAll(engine).refused()).hasSize(2);
      asked.clear();
      assertThat(resumeAll(engine).refused()).hasSize(2);
      assertThat(asked).containsExactly("1", "2");
    }
  }

  @Test
  void anAdmissionIsToldOfAFlowBeforeItIsStored() {
    EngineOptions options = EngineOptions.defaults().withAdmission(new Choosy());
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", flow("a")), options)) {
      engine.enqueue("f", FlowId.of("1"), in -> {});
    }
    assertThat(born).containsExactly("1");
  }
}
