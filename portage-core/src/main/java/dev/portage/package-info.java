/**
 * Durable task flows whose in-flight work survives the next deploy. Start reading at {@link
 * dev.portage.Portage}.
 */
@NullMarked
package dev.portage;

import org.jspecify.annotations.NullMarked;
