/**
 * What shells and {@code man} are told about the command: its verbs and options, taken from the
 * command itself. Start reading at {@link dev.portage.cli.shell.Syntax}.
 */
@NullMarked
package dev.portage.cli.shell;

import org.jspecify.annotations.NullMarked;
