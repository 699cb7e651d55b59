/** Tests that hold for the whole of Portage. */
@NullMarked
package dev.portage;

import org.jspecify.annotations.NullMarked;
