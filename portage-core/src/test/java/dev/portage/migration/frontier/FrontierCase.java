package dev.portage.migration.frontier;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.BookDraft;
import dev.portage.migration.OnDone;
import dev.portage.migration.Operations;
import dev.portage.migration.RemedyReader;
import dev.portage.migration.frontier.RandomChange.Change;
import dev.portage.migration.frontier.Sketch.Group;
import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.migration.frontier.Sketch.Limit;
import dev.portage.migration.frontier.Sketch.Traits;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * An old flow, a new one, and a book that may or may not lead from the one to the other.
 *
 * @param words what was changed
 * @param kind what the book is like
 */
public record FrontierCase(
    Group old, Group now, List<String> words, BookKind kind, BookDraft book) {
  /** What a book is like. */
  public enum BookKind {
    NONE,
    EMPTY,
    SOME,
    ALL,
    STRICT,
    ERRATIC
  }

  private static final List<BookKind> KINDS =
      List.of(
          BookKind.NONE,
          BookKind.EMPTY,
          BookKind.EMPTY,
          BookKind.SOME,
          BookKind.SOME,
          BookKind.ALL,
          BookKind.ALL,
          BookKind.ALL,
          BookKind.STRICT,
          BookKind.ERRATIC);

  /** The case of a seed. */
  public static FrontierCase of(long seed) {
    Random random = new Random(seed);
    Group old = RandomSketch.of(random);
    while (!RandomChange.compiles(old) || old.leaves().isEmpty()) {
      old = RandomSketch.of(random);
    }
    RandomChange change = RandomChange.of(random, old);
    Group now = change.now;
    BookKind kind = KINDS.get(random.nextInt(KINDS.size()));
    BookDraft book = new BookDraft(maps(old, now));
    int number = 0;
    for (Change each : change.changes()) {
      boolean isIn =
          kind == BookKind.ALL
              || kind == BookKind.STRICT
              || (kind != BookKind.EMPTY && kind != BookKind.NONE && random.nextInt(5) < 3);
      if (isIn && !each.line().isEmpty()) {
        add(book, "s" + ++number, each.line());
      }
    }
    if (kind == BookKind.ERRATIC) {
      book.rule(erratic(random, old, now));
    }
    List<String> words = change.changes().stream().map(Change::words).toList();
    return new FrontierCase(old, now, words, kind, book);
  }

  private static void add(BookDraft book, String id, String line) {
    if (RemedyReader.isOfBook(line)) {
      book.line(line);
    } else {
      book.step(id, line);
    }
  }

  private static Consumer<BookBuilder> erratic(Random random, Group old, Group now) {
    String name = old.leaves().get(random.nextInt(old.leaves().size())).name();
    return switch (random.nextInt(4)) {
      case 0 -> book -> book.retired(now.leaves().isEmpty() ? name : now.leaves().get(0).name());
      case 1 ->
          book ->
              book.whenRemoved(
                  any -> true,
                  removed -> {
                    throw new IllegalStateException("a rule that throws");
                  });
      case 2 ->
          book ->
              book.whenRemoved(
                  any -> true, removed -> List.of(Operations.rename(removed.atom(), name)));
      default ->
          book ->
              book.whenRemoved(
                  any -> true, removed -> List.of(Operations.drop(removed, OnDone.BLOCK)));
    };
  }

  /** Writes what the code of today would have stored. */
  private static RemedyReader.Maps maps(Group old, Group now) {
    return (site, before, out) -> {
      if (site.method().equals("supply")) {
        put(out, site.atom(), SketchCode.value(site.atom(), 1));
        return;
      }
      Leaf leaf = known(site.atom(), old, now);
      boolean isVersion = site.method().equals("version");
      int major =
          isVersion ? Integer.parseInt(site.names().get(2).substring(0, 1)) : leaf.traits().major();
      out.removeAll();
      leaf.provides().forEach(slot -> put(out, slot, SketchCode.value(slot, major)));
    };
  }

  /** The task of that name, or, if it has that name for a while only, the one that it becomes. */
  private static Leaf known(String atom, Group old, Group now) {
    return Stream.of(now, old)
        .flatMap(group -> group.leaves().stream())
        .filter(leaf -> leaf.name().equals(atom))
        .findFirst()
        .or(() -> now.leaves().stream().filter(leaf -> leaf.name().startsWith(atom)).findFirst())
        .orElseGet(() -> new Leaf(atom, Traits.of(atom, false), List.of(), List.of()));
  }

  private static void put(ObjectNode out, String slot, Object value) {
    if (value instanceof List<?> list) {
      out.putArray(slot).add((String) list.get(0));
    } else {
      out.put(slot, (String) value);
    }
  }

  /** Whether the new code has a retry in it. */
  boolean hasRetries() {
    return now.groups().stream().map(Group::retry).anyMatch(Limit.class::isInstance);
  }

  @Override
  public String toString() {
    return "old " + old + "\nnow " + now + "\nchanges " + words + "\nbook " + kind + ": " + book;
  }
}
