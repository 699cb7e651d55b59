package dev.portage.cli.demo;

import dev.portage.cli.demo.outside.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * A shop takes orders, is killed, gets another release, refuses what it does not understand, and
 * with migrations finishes everything; then the books of the outside world are audited. Every
 * process, kill and number in it is real.
 */
public final class Demo {
  private final DemoSetting setting;
  private final DemoFiles files;
  private final Story story;
  private final Stage stage;

  private Demo(DemoSetting setting, Stage stage) {
    this.setting = setting;
    this.files = new DemoFiles(setting.directory());
    this.story = new Story(setting, files, stage);
    this.stage = stage;
  }

  /**
   * A demo that has not begun, with its directory made ready.
   *
   * @throws DemoException if the directory cannot be used; nothing in it was changed
   */
  public static Demo prepare(DemoSetting setting, Stage stage) {
    Demo demo = new Demo(setting, stage);
    demo.files.prepare();
    return demo;
  }

  /**
   * Plays it.
   *
   * @throws DemoException if it cannot be played
   */
  public DemoResult play() {
    Instant began = Instant.now();
    DemoJars.write(files);
    story.begins();
    Crash crash = Crash.play(files, setting);
    story.crashed(crash);
    Refusal refusal = Refusal.play(files, setting);
    story.refused(refusal, crash);
    story.plans(crash);
    Rescue rescue = Rescue.play(files, setting, stage);
    story.rescued(rescue);
    Audit audit = Audit.of(new Ledger(files.ledger()).lines(), orders());
    DemoResult result =
        new DemoResult(
            setting,
            new DemoResult.Acts(crash, refusal, rescue, audit),
            Duration.between(began, Instant.now()));
    story.ends(result, crash);
    return result;
  }

  private Set<String> orders() {
    Set<String> orders = new TreeSet<>();
    for (int n = 1; n <= setting.flows(); n++) {
      orders.add(Worker.order(n));
    }
    return orders;
  }
}
