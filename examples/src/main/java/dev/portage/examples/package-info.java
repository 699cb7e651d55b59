/** One idea for each main. Start reading at {@link dev.portage.examples.Checkout}. */
@NullMarked
package dev.portage.examples;

import org.jspecify.annotations.NullMarked;
