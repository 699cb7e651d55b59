/**
 * {@code portage demo}: a shop that is killed, upgraded and resumed, in processes of their own.
 * Start reading at {@link dev.portage.cli.demo.Demo}.
 */
@NullMarked
package dev.portage.cli.demo;

import org.jspecify.annotations.NullMarked;
