package dev.portage.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A migration book that is still being written: lines are put where {@link Finding#remedies} says
 * that they belong.
 */
public final class BookDraft {
  private record Page(List<String> after, List<RemedyLine.Call> calls) {}

  private final RemedyReader reader;
  private final Map<String, Page> steps = new LinkedHashMap<>();
  private final List<RemedyLine.Call> first = new ArrayList<>();
  private final List<Consumer<BookBuilder>> rules = new ArrayList<>();
  private int answers;

  /** An empty book, whose maps are given. */
  public BookDraft(RemedyReader.Maps maps) {
    this.reader = new RemedyReader(maps);
  }

  private BookDraft(BookDraft other) {
    this.reader = other.reader;
    other.steps.forEach(
        (id, page) -> steps.put(id, new Page(page.after(), new ArrayList<>(page.calls()))));
    first.addAll(other.first);
    rules.addAll(other.rules);
    answers = other.answers;
  }

  /** A book that begins like this one. */
  public BookDraft copy() {
    return new BookDraft(this);
  }

  /** Adds a step that comes after all others. */
  public BookDraft step(String id, String... lines) {
    return step(id, List.copyOf(steps.keySet()), lines);
  }

  /** Adds a step that comes after some. */
  public BookDraft step(String id, List<String> after, String... lines) {
    Page page = new Page(after, new ArrayList<>());
    for (String line : lines) {
      page.calls().addAll(RemedyLine.calls(line));
    }
    steps.put(id, page);
    return this;
  }

  /** Adds a call of the book itself, such as {@code book.late("x")}. */
  public BookDraft line(String line) {
    first.addAll(RemedyLine.calls(line));
    return this;
  }

  /** Adds whatever is no step. */
  public BookDraft rule(Consumer<BookBuilder> rule) {
    rules.add(rule);
    return this;
  }

  /**
   * Answers a finding.
   *
   * @param line one of the finding's remedies, as printed
   */
  public BookDraft answer(Finding finding, String line) {
    List<RemedyLine.Call> calls = RemedyLine.calls(line);
    if (RemedyReader.isOfBook(line)) {
      first.addAll(calls);
      return this;
    }
    String by = finding.by();
    Page page = by.startsWith("step ") ? steps.get(by.substring("step ".length())) : null;
    if (page == null) {
      return step("answer-" + ++answers, line);
    }
    List<RemedyLine.Call> operations = new ArrayList<>();
    for (RemedyLine.Call call : calls) {
      switch (call.method()) {
        case "inDoubt" -> {
          page.calls().removeIf(old -> old.method().equals("inDoubt"));
          page.calls().add(0, call);
        }
        case "allow" -> page.calls().add(call);
        default -> operations.add(call);
      }
    }
    replace(page.calls(), operations);
    return this;
  }

  private static void replace(List<RemedyLine.Call> calls, List<RemedyLine.Call> operations) {
    if (operations.isEmpty()) {
      return;
    }
    String atom = operations.get(0).subject();
    int at = calls.size();
    for (int i = calls.size() - 1; i >= 0; i--) {
      RemedyLine.Call old = calls.get(i);
      if (!old.method().equals("allow") && old.subject().equals(atom)) {
        calls.remove(i);
        at = i;
      }
    }
    calls.addAll(at, operations);
  }

  /** The same without what is no step and no line. */
  public BookDraft withoutRules() {
    BookDraft same = copy();
    same.rules.clear();
    return same;
  }

  /** The methods that a line calls, each with the names that it is given; parts count as one. */
  public static Map<String, List<String>> read(String line) {
    Map<String, List<String>> read = new LinkedHashMap<>();
    if (!line.isEmpty()) {
      RemedyLine.calls(line).forEach(call -> read.put(call.method(), call.names()));
    }
    return read;
  }

  /** Writes the book down. */
  public void writeTo(BookBuilder book) {
    first.forEach(call -> reader.call(book, List.of(call)));
    rules.forEach(rule -> rule.accept(book));
    steps.forEach(
        (id, page) ->
            book.step(
                id,
                step ->
                    reader.call(step.after(page.after().toArray(String[]::new)), page.calls())));
  }

  /** What is in it, line by line. */
  @Override
  public String toString() {
    return "first " + first + ", rules " + rules.size() + ", steps " + steps;
  }
}
