package dev.portage.migration;

import dev.portage.migration.Plan.Nothing;
import dev.portage.migration.Plan.Ready;
import dev.portage.model.AtomName;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.FlowWrite.Expected;
import dev.portage.store.FlowWrite.Head;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.RecordJson;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes the one write that carries a flow over. */
final class Exchange {
  private final Examination examined;
  private final Rewritten rewritten;

  private Exchange(Examination examined) {
    this.examined = examined;
    this.rewritten = Objects.requireNonNull(examined.rewritten(), "nothing to exchange");
  }

  /** The flow afterwards, with the header that it will have apart from lease and revision. */
  static FlowRecord after(Examination examined) {
    Exchange exchange = new Exchange(examined);
    FlowHeader old = examined.stored().header();
    Shape shape = examined.target().shape();
    FlowHeader header =
        new FlowHeader(
            old.key(),
            exchange.rewritten.inputs().payload(),
            exchange.rewritten.meta().payload(),
            old.state(),
            ShapeRef.of(shape, exchange.stamp()),
            old.revision(),
            old.lease(),
            old.times());
    return new FlowRecord(header, shape, exchange.rewritten.rows());
  }

  /** The write; only rows that differ are in it. */
  static FlowWrite write(Examination examined, JournalEntry.Made made, LeaseChange lease) {
    return new Exchange(examined).write(made, lease);
  }

  private FlowWrite write(JournalEntry.Made made, LeaseChange lease) {
    FlowRecord stored = examined.stored();
    SortedMap<AtomName, AtomRecord> old = stored.touched();
    SortedMap<AtomName, AtomRecord> now = rewritten.rows();
    List<AtomRecord> put =
        now.values().stream().filter(row -> !row.equals(old.get(row.name()))).toList();
    List<AtomName> delete = old.keySet().stream().filter(name -> !now.containsKey(name)).toList();
    return new FlowWrite(
        stored.header().key(),
        Expected.of(stored.header()),
        head(stored.header()),
        put,
        delete,
        lease,
        journal(made),
        rewritten.origins());
  }

  private Head head(FlowHeader stored) {
    return new Head(
        stored.state(),
        ifChanged(rewritten.inputs()),
        ifChanged(rewritten.meta()),
        examined.target().shape(),
        stamp());
  }

  private static @Nullable Payload ifChanged(FlowValues values) {
    return values.isChanged() ? values.payload() : null;
  }

  private Stamp stamp() {
    if (examined.plan() instanceof Ready ready) {
      return ready.stamp();
    }
    return examined.plan() instanceof Nothing nothing
        ? nothing.stamp()
        : examined.stored().header().shape().stamp();
  }

  private @Nullable JournalEntry journal(JournalEntry.Made made) {
    if (!(examined.plan() instanceof Ready ready)) {
      return null;
    }
    FlowHeader header = examined.stored().header();
    return new JournalEntry(
        header.id(),
        header.revision() + 1,
        made,
        header.shape(),
        ShapeRef.of(examined.target().shape(), stamp()),
        ready.moves().stream().map(move -> move.by().name()).toList(),
        Payload.of(MovesJson.write(ready.moves(), rewritten.findings())),
        Payload.of(RecordJson.write(examined.stored())));
  }
}
