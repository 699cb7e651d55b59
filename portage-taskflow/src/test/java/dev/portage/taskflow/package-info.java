/** Tests of reading databases of TaskFlow. */
@NullMarked
package dev.portage.taskflow;

import org.jspecify.annotations.NullMarked;
