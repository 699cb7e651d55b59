package dev.portage.migration;

import dev.portage.store.FlowHeader;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The migration books of an application, by flow name. Immutable and thread-safe. */
public final class Migrations {
  private final Map<String, MigrationBook> books;

  private Migrations(Map<String, MigrationBook> books) {
    this.books = Map.copyOf(books);
  }

  /** No book at all: any difference is refused. */
  public static Migrations none() {
    return new Migrations(Map.of());
  }

  /**
   * The book of one flow.
   *
   * @throws dev.portage.model.DefinitionException with every mistake in it
   */
  public static Migrations of(String flow, Consumer<BookBuilder> definition) {
    return none().and(flow, definition);
  }

  /** A copy with the book of one more flow. */
  public Migrations and(String flow, Consumer<BookBuilder> definition) {
    Map<String, MigrationBook> copy = new HashMap<>(books);
    copy.put(flow, MigrationBook.of(definition));
    return new Migrations(copy);
  }

  /** A copy with this book. */
  Migrations and(String flow, MigrationBook book) {
    Map<String, MigrationBook> copy = new HashMap<>(books);
    copy.put(flow, book);
    return new Migrations(copy);
  }

  /** A copy with every book of another; of two books for one flow the other's stands. */
  public Migrations and(Migrations other) {
    Map<String, MigrationBook> copy = new HashMap<>(books);
    copy.putAll(other.books);
    return new Migrations(copy);
  }

  /**
   * A copy in which every step and rule of every book allows these findings: for one run, by
   * whoever starts it and answers for it. The reasons come into the journals.
   *
   * @param reasons by code, none blank
   * @throws IllegalArgumentException if one of them needs an answer, or has no reason
   */
  public Migrations allowing(Map<FindingCode, String> reasons) {
    reasons.forEach(
        (code, why) -> {
          if (!code.isAllowable() || why.isBlank()) {
            throw new IllegalArgumentException(
                code + (why.isBlank() ? " is allowed without a reason" : " needs an answer"));
          }
        });
    Map<String, MigrationBook> copy = new HashMap<>(books);
    copy.replaceAll((flow, book) -> book.allowing(reasons));
    return new Migrations(copy);
  }

  /** The names of the flows that have a book, unsorted. */
  public Set<String> flows() {
    return books.keySet();
  }

  /**
   * The inputs of a stored flow as the steps that it has not been through make them; today's flow
   * is built from these. The stored ones, byte for byte, if no step changes them. What a step hands
   * over from a task is not among them.
   *
   * @throws dev.portage.store.PayloadException if they cannot be read where that is needed
   */
  public Payload inputs(FlowHeader stored) {
    MigrationBook book = books.get(stored.flow());
    Stamp stamp = stored.shape().stamp();
    if (book == null || stamp.equals(book.heads()) || !book.unknown(stamp).isEmpty()) {
      return stored.inputs();
    }
    FlowValues inputs = new FlowValues("inputs", stored.inputs());
    for (Step step : book.unseen(stamp)) {
      step.operations().forEach(operation -> operation.prepare(inputs));
    }
    return inputs.payload();
  }

  /** The book of a flow; null if none is registered. */
  public @Nullable MigrationBook book(String flow) {
    return books.get(flow);
  }
}
