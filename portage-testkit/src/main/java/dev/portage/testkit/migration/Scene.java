package dev.portage.testkit.migration;

import dev.portage.engine.Target;
import dev.portage.migration.Migrations;

/**
 * What flows are carried over to.
 *
 * @param flow its name in the catalog
 * @param target what the code has today, with code
 * @param migrations the books
 * @param samples what simulated tasks return
 */
record Scene(String flow, Target target, Migrations migrations, Samples samples) {}
