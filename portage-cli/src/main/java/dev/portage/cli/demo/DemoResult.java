package dev.portage.cli.demo;

import dev.portage.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What came of a demo. */
public final class DemoResult {
  private final DemoSetting setting;
  private final Crash crash;
  private final Refusal refusal;
  private final Rescue rescue;
  private final Audit audit;
  private final Duration took;

  DemoResult(DemoSetting setting, Acts acts, Duration took) {
    this.setting = setting;
    this.crash = acts.crash();
    this.refusal = acts.refusal();
    this.rescue = acts.rescue();
    this.audit = acts.audit();
    this.took = took;
  }

  /** The four acts. */
  record Acts(Crash crash, Refusal refusal, Rescue rescue, Audit audit) {}

  Audit audit() {
    return audit;
  }

  Duration took() {
    return took;
  }

  /** The promises that were not kept, each as a sentence; empty if all were. */
  public List<String> broken() {
    List<String> broken = new ArrayList<>();
    int left = crash.unfinished().size();
    expect(broken, "refused without migrations", left, refusal.refused());
    expect(broken, "run without migrations", 0, refusal.resumed());
    if (!refusal.isUntouched()) {
      broken.add("the rows of the database changed although every flow was refused");
    }
    expect(broken, "migrated", left, rescue.tried());
    expect(broken, "taken back", left, rescue.undone());
    if (!rescue.isUndoExact()) {
      broken.add("tasks are stored otherwise than before, although their migration was taken back");
    }
    expect(broken, "migrated again", left, rescue.migrated());
    expect(broken, "resumed after the migration", left, rescue.resumed());
    expect(broken, "finished", setting.flows(), rescue.finished());
    expect(broken, "charged exactly once", setting.flows(), audit.charges().once().size());
    expect(broken, "shipped exactly once", setting.flows(), audit.shipments().once().size());
    nobody(broken, "charged twice", audit.charges().twice());
    nobody(broken, "shipped twice", audit.shipments().twice());
    nobody(broken, "lost", audit.lost());
    return broken;
  }

  private static void expect(List<String> broken, String what, int expected, int found) {
    if (expected != found) {
      broken.add(found + " flows were " + what + ", and " + expected + " should have been");
    }
  }

  private static void nobody(List<String> broken, String what, Set<String> orders) {
    if (!orders.isEmpty()) {
      broken.add("orders were " + what + ": " + String.join(", ", orders));
    }
  }

  /** For programs. */
  public ObjectNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/demo/1").put("directory", setting.directory().toString());
    root.put("seed", setting.seed())
        .put("killAt", setting.killAt())
        .put("flows", setting.flows())
        .put("tasks", crash.tasks())
        .put("tasksDoneAtKill", crash.done())
        .put("finishedAtKill", crash.finished())
        .put("unfinishedAtKill", crash.unfinished().size())
        .put("inDoubt", crash.doubts());
    ObjectNode doubts = root.putObject("inDoubtByTask");
    crash.inDoubt().forEach(doubts::put);
    root.put("refused", refusal.refused())
        .put("rowsUnchanged", refusal.isUntouched())
        .put("undone", rescue.undone())
        .put("undoExact", rescue.isUndoExact())
        .put("migrated", rescue.migrated())
        .put("resumed", rescue.resumed())
        .put("finished", rescue.finished())
        .put("repeatedCharges", audit.charges().repeated())
        .put("repeatedShipments", audit.shipments().repeated())
        .put("chargedTwice", audit.charges().twice().size())
        .put("shippedTwice", audit.shipments().twice().size())
        .put("lost", audit.lost().size())
        .put("millis", took.toMillis());
    broken().forEach(root.putArray("broken")::add);
    return root;
  }
}
