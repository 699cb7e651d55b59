/** Tests of {@link dev.portage.model}, and what other tests may use of them. */
@NullMarked
package dev.portage.model;

import org.jspecify.annotations.NullMarked;
