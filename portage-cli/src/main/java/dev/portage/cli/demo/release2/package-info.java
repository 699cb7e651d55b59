/**
 * The shop's second release, without migrations and with them. Start reading at {@link
 * dev.portage.cli.demo.release2.Release2Migrations}.
 */
@NullMarked
package dev.portage.cli.demo.release2;

import org.jspecify.annotations.NullMarked;
