/** The shop's first release. Start reading at {@link dev.portage.cli.demo.release1.Release1}. */
@NullMarked
package dev.portage.cli.demo.release1;

import org.jspecify.annotations.NullMarked;
