package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Intention;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run by number. An atom of the shape has the number of its node. A fan-out has that
 * for the row of its template, its head; its items have further numbers, and stand at the same
 * node. Not thread-safe.
 */
final class Cells {
  static final int NOBODY = -1;

  private final Precedence order;
  private AtomRecord[] rows;
  private int[] nodes = {};
  private int size;
  private long bytes;
  private final Map<Integer, Items> fanOuts = new TreeMap<>();
  private final Map<Integer, Integer> listProviders = new HashMap<>();
  private final BitSet gone = new BitSet();

  Cells(Wiring wiring, FlowRecord stored) {
    this.order = wiring.precedence();
    this.size = order.atomCount();
    this.rows = new AtomRecord[size];
    for (int atom = 0; atom < order.atomCount(); atom++) {
      rows[atom] = stored.atom(order.atom(atom));
      bytes += rows[atom].payloadBytes();
    }
    for (int atom = 0; atom < order.atomCount(); atom++) {
      if (order.atom(atom).isFanOut()) {
        open(atom, FanOutKeys.of(rows[atom]), stored.touched());
        listProviders.put(atom, listProvider(order.atom(atom), wiring));
      }
    }
  }

  private int listProvider(ShapeAtom template, Wiring wiring) {
    String list = template.traits().each();
    String provider = list == null ? null : wiring.provider(template.name(), list);
    return provider == null ? NOBODY : order.node(provider);
  }

  /** The heads of all fan-outs. */
  Set<Integer> fanOuts() {
    return fanOuts.keySet();
  }

  /** Which atom provides the list of a fan-out; {@link #NOBODY} if none does. */
  int listProvider(int head) {
    return listProviders.getOrDefault(head, NOBODY);
  }

  /** Whether what comes after the atom of this row may execute. */
  static boolean isPassed(AtomRecord row) {
    return row.state() == AtomState.IGNORE
        || (row.state() == AtomState.SUCCESS && row.intention() == Intention.EXECUTE);
  }

  /** Whether the atom of this row has not begun, and is meant to. */
  static boolean isToBegin(AtomRecord row) {
    return row.state() == AtomState.PENDING && row.intention() == Intention.EXECUTE;
  }

  /** Whether an atom in this state has nothing to be reverted. */
  static boolean isClear(AtomState state) {
    return state == AtomState.PENDING || state == AtomState.REVERTED || state == AtomState.IGNORE;
  }

  /** Whether nothing is left to be done with the atom of this row. */
  static boolean isSettled(AtomRecord row) {
    return row.intention() == Intention.REVERT ? isClear(row.state()) : row.state().isDone();
  }

  private void open(int head, FanOutKeys keys, SortedMap<AtomName, AtomRecord> stored) {
    Items items = new Items(keys, size);
    fanOuts.put(head, items);
    if (keys.keys() == null) {
      return;
    }
    grow(size + keys.keys().size());
    for (String key : keys.keys()) {
      AtomRecord fresh = keys.fresh(rows[head], key);
      rows[size] = stored.getOrDefault(fresh.name(), fresh);
      bytes += rows[size].payloadBytes();
      nodes[size - order.atomCount()] = head;
      items.count(rows[size], 1);
      size++;
    }
  }

  private void grow(int atLeast) {
    if (atLeast > rows.length) {
      int room = Math.max(atLeast, rows.length + rows.length / 2);
      rows = Arrays.copyOf(rows, room);
      nodes = Arrays.copyOf(nodes, room - order.atomCount());
    }
  }

  /** Gives a fan-out its items; they get the last numbers. */
  FanOutKeys spread(int head, List<String> keys) {
    FanOutKeys fixed = new FanOutKeys(keys, FanOutKeys.of(rows[head]).attempts());
    open(head, fixed, new TreeMap<>());
    return fixed;
  }

  /** Takes the items of a fan-out away. */
  FanOutKeys gather(int head) {
    List<AtomRecord> were = new ArrayList<>();
    for (int item : itemsAt(head)) {
      were.add(rows[item]);
      bytes -= rows[item].payloadBytes();
      gone.set(item);
    }
    FanOutKeys forgotten = FanOutKeys.of(rows[head]).forgotten(were);
    open(head, forgotten, new TreeMap<>());
    return forgotten;
  }

  /** The number of every row that there is, in ascending order. */
  void forEach(IntConsumer action) {
    for (int cell = 0; cell < size; cell++) {
      if (!gone.get(cell)) {
        action.accept(cell);
      }
    }
  }

  /** Likewise of the rows that stand at these nodes. */
  void forEachAt(BitSet at, IntConsumer action) {
    at.stream()
        .forEach(
            node -> {
              action.accept(node);
              Arrays.stream(itemsAt(node)).forEach(action);
            });
  }

  boolean isGone(int cell) {
    return gone.get(cell);
  }

  AtomRecord row(int cell) {
    return rows[cell];
  }

  void put(int cell, AtomRecord row) {
    Items items = isItem(cell) ? fanOuts.get(node(cell)) : null;
    if (items != null) {
      items.count(rows[cell], -1);
      items.count(row, 1);
    }
    bytes += row.payloadBytes() - rows[cell].payloadBytes();
    rows[cell] = row;
  }

  /** What the values of all rows take. */
  long bytes() {
    return bytes;
  }

  /** Where it stands. */
  int node(int cell) {
    return isItem(cell) ? nodes[cell - order.atomCount()] : cell;
  }

  private boolean isItem(int cell) {
    return cell >= order.atomCount();
  }

  /** The items of the fan-out whose head it is; null if it is something else. */
  @Nullable Items fanOut(int cell) {
    return fanOuts.isEmpty() ? null : fanOuts.get(cell);
  }

  /** The items that stand at a node; none unless it is a fan-out whose keys are fixed. */
  int[] itemsAt(int node) {
    Items items = fanOut(node);
    return items == null ? Items.NONE : items.cells();
  }

  /** Every failure of a body so far, by atom. */
  Map<String, Failure> failures() {
    Map<String, Failure> known = new TreeMap<>();
    forEach(
        cell -> {
          Failure failure = rows[cell].execution().failure();
          if (failure != null) {
            known.put(rows[cell].name().toString(), failure);
          }
        });
    return known;
  }

  /** Every row that says more than its absence would. */
  List<AtomRecord> touched() {
    List<AtomRecord> touched = new ArrayList<>();
    forEach(
        cell -> {
          if (!isUntold(cell)) {
            touched.add(rows[cell]);
          }
        });
    return touched;
  }

  private boolean isUntold(int cell) {
    AtomRecord row = rows[cell];
    Items items = isItem(cell) ? fanOuts.get(node(cell)) : null;
    return items == null
        ? row.isDefault()
        : row.equals(items.keys().fresh(rows[node(cell)], row.name().key()));
  }
}
