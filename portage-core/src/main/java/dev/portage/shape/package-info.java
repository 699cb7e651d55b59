/**
 * A flow with the code taken out: what is compared, hashed, stored and planned on. Pure: no clock,
 * no I/O. Start reading at {@link dev.portage.shape.Shape}, then {@link
 * dev.portage.shape.ShapeDiff}.
 */
@NullMarked
package dev.portage.shape;

import org.jspecify.annotations.NullMarked;
