package dev.portage.cli.demo;

import dev.portage.cli.demo.Audit.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what happens, to somebody who has never heard of Portage. */
final class Story {
  private final DemoSetting setting;
  private final DemoFiles files;
  private final Stage stage;

  Story(DemoSetting setting, DemoFiles files, Stage stage) {
    this.setting = setting;
    this.files = files;
    this.stage = stage;
  }

  private void tell(String format, Object... values) {
    stage.tell(String.format(Locale.ROOT, format, values));
  }

  void begins() {
    tell(
        """
        A shop, %d orders, a crash and a release in the middle of them.
        Every process, kill and number below is real; the files are in %s

        1. The crash
           Release 1 takes the orders. Each is a flow of four tasks:
             reserve -> fraud-check -> charge -> ship
        """,
        setting.flows(), setting.directory());
  }

  void crashed(Crash crash) {
    tell(
        """
           With %d of %d tasks done its process was killed (SIGKILL: no warning, no clean-up).
             %3d flows were finished
             %3d flows were not; %d of these had not begun
             %3d tasks were cut off half-way%s
                 Was the card charged? Was the parcel sent? Nobody inside can know.
           The flows it was driving stayed claimed for another %.1f s. Then they were free.
        """,
        crash.done(),
        crash.tasks(),
        crash.finished(),
        crash.unfinished().size(),
        crash.unbegun(),
        crash.doubts(),
        doubts(crash.inDoubt()),
        Worker.LEASE.toMillis() / 1000.0);
  }

  private static String doubts(Map<String, Integer> inDoubt) {
    return inDoubt.isEmpty()
        ? ""
        : inDoubt.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  void refused(Refusal refusal, Crash crash) {
    String differences =
        stage.portage(
            "diff",
            crash.sample().text(),
            "current",
            "--store",
            files.storeUrl(),
            "--class-path",
            files.jar("release-2").toString());
    tell(
        """

        2. The release that nobody thought through
           Release 2 is deployed while %d flows are in the database. It has another flow:
        %s   It was asked to go on with all of them. It refused %d and ran %d: it does not run
           on data that its code does not understand. For each it said why:
        %s
           Beside each flow stands why. The other %d rows of the database are as they were,
           value for value.
        """,
        crash.unfinished().size(),
        indented(differences, 2),
        refusal.refused(),
        refusal.resumed(),
        indented(head(refusal.why(), 2), 2).stripTrailing(),
        refusal.after().rows());
  }

  void plans(Crash crash) {
    tell(
        """

        3. The same release, with migrations
           Three steps in the code say what became of each task. Before anything is changed,
           anyone can look (the options --store and --class-path are left out here):

           $ %s
        %s
           $ %s
        %s
           $ %s
        %s""",
        command("status"),
        indented(answer("status"), 1),
        command("diff " + crash.sample() + " current"),
        indented(answer("diff", crash.sample().text(), "current"), 1),
        command("plan --out plan.json"),
        indented(answer("plan", "--out", files.plan().toString()), 1));
  }

  void rescued(Rescue rescue) {
    tell(
        """

           $ %s
             %d flows migrated as planned, each in one transaction, its old state kept in the journal

           Second thoughts? All that was done under one run can be taken back:

           $ %s
             %d flows undone: every task is stored again as it was, value for value

           But it was right, so once more:

           $ %s
             %d flows migrated

           A fresh process of release 2 then went on with %d flows, each from where it was.
           Finished now: %d of %d.
        """,
        command("migrate --plan plan.json"),
        rescue.tried(),
        command("undo --run " + rescue.run()),
        rescue.undone(),
        command("migrate --plan plan.json"),
        rescue.migrated(),
        rescue.resumed(),
        rescue.finished(),
        setting.flows());
  }

  void ends(DemoResult result, Crash crash) {
    Audit audit = result.audit();
    tell(
        """

        4. The audit
           The payment and shipping services keep their own book, out of Portage's reach:

                      orders   requests   recognized   twice   missing
        %s%s
           A task that was cut off runs again, with the idempotency key it had, under its new
           name and in its new shape. So a service that had acted already recognizes the
           request, answers as before, and does nothing: that is the column "recognized".
        """,
        row("charged", audit.charges()), row("shipped", audit.shipments()));
    List<String> broken = result.broken();
    if (broken.isEmpty()) {
      tell(
          "\n   %d orders: each charged once, each shipped once, none lost. (%.1f s)\n",
          setting.flows(), result.took().toMillis() / 1000.0);
    } else {
      tell("\n   NOT as promised:\n     %s\n", String.join("\n     ", broken));
    }
    pointers(crash);
  }

  private void pointers(Crash crash) {
    tell(
        """

        Files to look at
           %s   the flows, and the journal of their migrations
           %s   what the services outside were asked
           %s   release 2, with its migrations

        Try next
           %s show %s --store %s
           %s history %s --store %s
           %s status --finished-too --store %s --class-path %s
        """,
        files.database(),
        files.ledger(),
        files.jar("release-2-migrations"),
        setting.command(),
        crash.sample(),
        word(files.storeUrl()),
        setting.command(),
        crash.sample(),
        word(files.storeUrl()),
        setting.command(),
        word(files.storeUrl()),
        word(files.jar("release-2-migrations").toString()));
  }

  /** One word for a shell. */
  private static String word(String text) {
    return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private String row(String what, Account account) {
    return String.format(
        Locale.ROOT,
        "     %-10s %6d   %8d   %10d   %5d   %7d%n",
        what,
        account.once().size() + account.twice().size(),
        account.requests(),
        account.repeated(),
        account.twice().size(),
        account.missing().size());
  }

  private String answer(String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(List.of("--store", files.storeUrl()));
    arguments.addAll(List.of("--class-path", files.jar("release-2-migrations").toString()));
    String text = stage.portage(arguments.toArray(String[]::new));
    return text.lines().filter(line -> !line.startsWith("next:")).collect(Collectors.joining("\n"))
        + "\n";
  }

  private String command(String verb) {
    return setting.command() + " " + verb;
  }

  private static String head(String text, int lines) {
    return text.lines().limit(lines).collect(Collectors.joining("\n"));
  }

  private static String indented(String text, int levels) {
    String indent = "   ".repeat(levels);
    return text.lines()
        .map(line -> line.isEmpty() ? "\n" : indent + line + "\n")
        .collect(Collectors.joining());
  }
}
