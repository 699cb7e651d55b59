/**
 * The command {@code portage}. Start reading at {@link dev.portage.cli.Main}; each verb is a class
 * that works out an {@code Answer}, which {@code Output} prints as text or JSON.
 */
@NullMarked
package dev.portage.cli;

import org.jspecify.annotations.NullMarked;
