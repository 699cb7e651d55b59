package dev.portage.fleet;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.Lease;
import dev.portage.store.LineageEdge;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.ShapeRef;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * So many orders that nobody keeps: each is made when it is asked for, and forgotten when it is
 * written. Every tenth is bad.
 */
final class LargeStore implements ForwardingStore {
  private static final ShapeRef OLD = ShapeRef.of(FleetLab.OLD, Stamp.NONE);

  private final FlowStore empty = new MemoryFlowStore(InstantSource.system());
  private final int flows;
  private final String value;

  LargeStore(int flows, int bytes) {
    this.flows = flows;
    this.value = "v".repeat(bytes);
  }

  @Override
  public FlowStore behind() {
    return empty;
  }

  private static FlowId id(int number) {
    return FlowId.of(String.format("order-%07d", number));
  }

  private static int number(FlowId id) {
    return Integer.parseInt(id.text().substring("order-".length()));
  }

  private FlowHeader header(FlowId id) {
    return new FlowHeader(
        new FlowHeader.Key(id, FleetLab.FLOW, ""),
        Payload.EMPTY,
        Payload.EMPTY,
        FlowState.SUSPENDED,
        OLD,
        1,
        Lease.NONE,
        Times.UNKNOWN);
  }

  @Override
  public Optional<FlowRecord> load(FlowId id) {
    boolean isBad = number(id) % 10 == 9;
    String json = isBad ? "{\"x\":\"bad\",\"pad\":\"" + value + "\"}" : "{\"x\":\"" + value + "\"}";
    Payload left = new Payload(Payload.JSON, json.getBytes(StandardCharsets.UTF_8));
    AtomRecord row =
        AtomRecord.untouched(AtomName.of("a"), AtomKind.TASK)
            .in(AtomState.SUCCESS)
            .with(new Execution("1.0", Output.of(List.of("x"), left), null, 1, "k", Times.UNKNOWN));
    return Optional.of(FlowRecord.of(header(id), FleetLab.OLD, List.of(row)));
  }

  @Override
  public List<FlowHeader> find(FlowQuery query) {
    if (!query.ids().isEmpty()) {
      return query.ids().stream().map(this::header).toList();
    }
    FlowId after = query.page().after();
    int first = after == null ? 0 : number(after) + 1;
    return IntStream.range(first, Math.min(flows, first + query.page().limit()))
        .mapToObj(number -> header(id(number)))
        .toList();
  }

  @Override
  public List<CensusLine> census(FlowQuery query) {
    return List.of(new CensusLine(FleetLab.FLOW, "", OLD, flows, 0, id(0)));
  }

  @Override
  public List<SituationCount> situations(CensusLine line, FlowQuery query) {
    Situation only = Situation.of(load(id(0)).orElseThrow());
    return List.of(new SituationCount(only, flows, List.of(id(0))));
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    return CompletableFuture.supplyAsync(() -> header(write.key().id()));
  }

  @Override
  public void note(List<LineageEdge> edges) {}
}
