/** Tests of {@link dev.portage.shape}, and what other tests may use of them. */
@NullMarked
package dev.portage.shape;

import org.jspecify.annotations.NullMarked;
